import * as m from 'messages:calendar';
import { useState } from 'preact/hooks';
import type { Series, Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Confirmed } from '../parts/confirmed.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Loaded } from '../parts/state.tsx';
import type { Polled } from '../polled.ts';
import { may } from '../session.ts';
import { BookingGuest } from './booking-guest.tsx';
import { isKept } from './calendar-data.ts';
import { ruleText } from './rule-text.ts';
import { SeriesForm } from './series-form.tsx';

interface SeriesListProps {
  readonly venue: Venue;
  readonly date: string;
  /** The series that have bookings in what is shown. */
  readonly series: Polled<readonly Series[]>;
  /** Called when bookings were made or cancelled. */
  readonly onChange: () => Promise<void>;
}

/** The series of a week or a month, whose rest can be cancelled, and a way to make one. */
export function SeriesList({ venue, date, series, onChange }: SeriesListProps) {
  const [isMaking, setMaking] = useState(false);
  const changed = () => void Promise.all([onChange(), series.reload()]);
  return (
    <section class="card" aria-labelledby="series">
      <div class="row spread">
        <h2 id="series">{m.series}</h2>
        {may('bookings:write') && (
          <button type="button" onClick={() => setMaking(true)}>
            {m.newSeries}
          </button>
        )}
      </div>
      <Loaded polled={series}>
        {(all) => (
          <ul class="list">
            {all.length === 0 && <li class="quiet">{m.noSeries}</li>}
            {all.map((each) => (
              <SeriesItem key={each.id} series={each} onChange={changed} />
            ))}
          </ul>
        )}
      </Loaded>
      {isMaking && (
        <Dialog title={m.newSeries} onClose={() => setMaking(false)}>
          <SeriesForm {...{ venue, date, onMade: changed, onClose: () => setMaking(false) }} />
        </Dialog>
      )}
    </section>
  );
}

function SeriesItem({ series, onChange }: { series: Series; onChange: () => void }) {
  const { id: seriesId, customerId, repeat, start, bookings, missing } = series;
  const left = bookings.filter((each) => isKept(each) && Date.parse(each.start) > Date.now());
  return (
    <li class="row spread">
      <div id={`facts-${seriesId}`}>
        {customerId !== null && <BookingGuest customerId={customerId} />}
        <div>
          {start.slice(11, 16)} <span class="badge">↻ {ruleText(repeat)}</span>
        </div>
        <div class="quiet">
          {m.left({ count: left.length })}
          {missing.length > 0 && `, ${m.missing({ count: missing.length })}`}
        </div>
      </div>
      {may('bookings:write') && left.length > 0 && (
        <Confirmed
          label={m.cancelSeries}
          about={`facts-${seriesId}`}
          run={(idempotencyKey) => api.cancelSeries({ seriesId, idempotencyKey })}
          onDone={onChange}
        >
          <p>{m.cancelsLeft({ count: left.length })}</p>
        </Confirmed>
      )}
    </li>
  );
}
