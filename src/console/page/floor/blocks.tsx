import * as m from 'messages:floor';
import { useState } from 'preact/hooks';
import type { Block, Floor } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, SelectField, Tick } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { hrefOf } from '../router.ts';
import { dateIn, shortDate, timeOf } from '../time.ts';
import type { DialogProps } from './dialog-props.ts';
import { instantOf, MINUTE, snap } from './floor-data.ts';
import { nameOf, placeOfBlock, placeText, spanText } from './words.ts';

const AREA = 'area:';

/** Blocks a table, an area or the whole venue for a time of the day. */
export function NewBlock({ floor, acts, now, onClose }: DialogProps) {
  const { id: venueId, timeZone: zone } = floor.venue;
  const areas = [...new Set(floor.resources.flatMap(({ area }) => area ?? []))];
  const isToday = dateIn(zone) === floor.date;
  const first = Date.parse(floor.periods[0]?.opens ?? floor.now);
  const from = snap(floor, isToday ? Math.max(now, first) : first);
  const localOf = (form: FormData, name: string) => {
    const time = String(form.get(name));
    return `${dateIn(zone, instantOf(floor, time))}T${time}`;
  };
  const timesOf = ({ from: since, to }: Block) => `${since.slice(11, 16)}–${to.slice(11, 16)}`;
  function send(idempotencyKey: string, form: FormData) {
    const place = String(form.get('place'));
    const reason = String(form.get('reason') ?? '').trim();
    return api.createBlock({
      ...{ idempotencyKey, venueId },
      body: {
        ...(place === 'all'
          ? { all: true as const }
          : place.startsWith(AREA)
            ? { area: place.slice(AREA.length) }
            : { resourceIds: [place] }),
        ...{ from: localOf(form, 'from'), to: localOf(form, 'to') },
        ...(reason === '' ? {} : { reason }),
        ...(form.get('keep') === null ? {} : { keepBookings: true }),
      },
    });
  }
  return (
    <Dialog title={`${m.newBlock}: ${shortDate(floor.date)}`} onClose={onClose}>
      <Form
        label={m.newBlock}
        done={(block) => m.blockedDone({ place: placeOfBlock(floor, block), time: timesOf(block) })}
        submit={m.block}
        run={send}
        onDone={() => {
          onClose();
          void acts.refresh();
        }}
      >
        {(problem) => (
          <>
            <div class="fields">
              <SelectField label={m.table} name="place">
                {areas.map((name) => (
                  <option key={name} value={AREA + name}>
                    {m.wholeArea({ name })}
                  </option>
                ))}
                <option value="all">{m.wholeVenue}</option>
                {floor.resources.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <Field
                {...{ label: m.from, name: 'from', type: 'time', required: true }}
                initial={timeOf(from, zone)}
                error={errorOf(problem, 'body.from')}
              />
              <Field
                {...{ label: m.until, name: 'to', type: 'time', required: true }}
                initial={timeOf(from + 60 * MINUTE, zone)}
                error={errorOf(problem, 'body.to')}
              />
              <Field {...{ label: m.reason, name: 'reason', hint: m.reasonHint }} />
            </div>
            {problem?.code === 'bookings_in_block' && (
              <>
                <Parties {...{ floor, ids: problem.bookings }} />
                <Tick label={m.keepBookings} name="keep" />
              </>
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}

/** The bookings that lie in a block, with links to their cards. */
function Parties({ floor, ids }: { readonly floor: Floor; readonly ids: readonly string[] }) {
  const { timeZone: zone } = floor.venue;
  return (
    <ul>
      {floor.bookings
        .filter(({ id }) => ids.includes(id))
        .map((each) => (
          <li key={each.id}>
            <a href={hrefOf(['floor'], { date: floor.date, booking: each.id })} dir="auto">
              {spanText(each, zone)} {nameOf(each)}
            </a>
            , {m.guests({ count: each.partySize })}, {placeText(each)}
          </li>
        ))}
    </ul>
  );
}

/** A block, and the button that ends it. */
export function BlockCard({ floor, acts, id, onClose }: DialogProps & { readonly id: string }) {
  const [shown] = useState(() => floor.blocks.find((each) => each.id === id));
  const block = floor.blocks.find((each) => each.id === id) ?? shown;
  const { id: venueId, timeZone: zone } = floor.venue;
  if (block === undefined) return null;
  return (
    <Dialog title={block.reason ?? m.blocked} onClose={onClose}>
      <p>{placeOfBlock(floor, block)}</p>
      {block.occurrences.map(({ start, end }) => (
        <p key={start}>
          {timeOf(start, zone)}–{timeOf(end, zone)}
        </p>
      ))}
      {block.repeat !== null && <p class="warn-note">{m.repeats}</p>}
      <div class="buttons">
        <button
          type="button"
          class="danger"
          onClick={() => {
            onClose();
            void acts.perform(
              m.endBlock,
              (idempotencyKey) => api.deleteBlock({ idempotencyKey, venueId, blockId: block.id }),
              () => ({ text: m.blockEnded({ place: placeOfBlock(floor, block) }) }),
            );
          }}
        >
          {m.endBlock}
        </button>
      </div>
    </Dialog>
  );
}
