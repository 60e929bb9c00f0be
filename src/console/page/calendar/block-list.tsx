import * as m from 'messages:calendar';
import * as common from 'messages:common';
import { useState } from 'preact/hooks';
import type { Block, Resource, Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Confirmed } from '../parts/confirmed.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Loaded } from '../parts/state.tsx';
import type { Polled } from '../polled.ts';
import { may } from '../session.ts';
import { shortDate } from '../time.ts';
import { BlockForm } from './block-form.tsx';
import { useResources } from './calendar-data.ts';
import { ruleText } from './rule-text.ts';

/** What a block is about: the whole venue, an area, or the names of places. */
export function placeOf(block: Block, resources: readonly Resource[]): string {
  if (block.all) return m.wholeVenue;
  const names = block.resourceIds?.map(
    (id) => resources.find((each) => each.id === id)?.name ?? '…',
  );
  return block.area ?? names?.join(', ') ?? '';
}

/** A local time such as `2026-12-24T18:00` in words. */
const localMoment = (local: string) =>
  `${shortDate(local.slice(0, 10))} ${local.slice(0, 4)}, ${local.slice(11, 16)}`;

interface BlockListProps {
  readonly venue: Venue;
  readonly blocks: Polled<readonly Block[]>;
  /** The date that a new block begins on at first. */
  readonly date: string;
}

/** The blocks that have not ended, to be ended, and a way to make one. */
export function BlockList({ venue, blocks, date }: BlockListProps) {
  const [isMaking, setMaking] = useState(false);
  const resources = useResources(venue);
  return (
    <section class="card" aria-labelledby="blocks">
      <div class="row spread">
        <h2 id="blocks">{m.blocks}</h2>
        {may('bookings:staff') && (
          <button type="button" onClick={() => setMaking(true)}>
            {m.newBlock}
          </button>
        )}
      </div>
      <Loaded polled={blocks}>
        {(all) => (
          <ul class="list">
            {all.length === 0 && <li class="quiet">{m.noBlocks}</li>}
            {all.map((block) => (
              <li key={block.id} class="row spread">
                <BlockFacts {...{ block, resources }} />
                {may('bookings:staff') && (
                  <Confirmed
                    label={m.endBlock}
                    about={factsOf(block)}
                    run={(idempotencyKey) =>
                      api.deleteBlock({ venueId: venue.id, blockId: block.id, idempotencyKey })
                    }
                    onDone={blocks.reload}
                  >
                    <p>{block.repeat === null ? m.endsNow : m.endsAll}</p>
                  </Confirmed>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isMaking && (
        <Dialog title={m.newBlock} onClose={() => setMaking(false)}>
          <BlockForm
            {...{ venue, resources, date }}
            more={
              <button type="button" onClick={() => setMaking(false)}>
                {common.cancel}
              </button>
            }
            onDone={() => {
              setMaking(false);
              void blocks.reload();
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

/** The id of the element that says what is blocked. */
const factsOf = ({ id }: Block) => `facts-${id}`;

function BlockFacts({ block, resources }: { block: Block; resources: readonly Resource[] }) {
  const { from, to, repeat, reason } = block;
  const end = to.slice(0, 10) === from.slice(0, 10) ? to.slice(11, 16) : localMoment(to);
  return (
    <div id={factsOf(block)}>
      <strong dir="auto">{placeOf(block, resources)}</strong>
      <div>
        {localMoment(from)} – {end}{' '}
        {repeat !== null && <span class="badge">↻ {ruleText(repeat)}</span>}
      </div>
      {reason !== null && (
        <div class="quiet" dir="auto">
          {reason}
        </div>
      )}
    </div>
  );
}
