import * as c from 'messages:common';
import * as m from 'messages:emotions';
import type { WorkspaceEmotions } from '../../../client/index.ts';
import { api } from '../api.ts';
import { feelingOf } from '../parts/mood.tsx';
import { SetUpLink } from '../parts/set-up-link.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { goTo, hrefOf, usePlace } from '../router.ts';
import { may } from '../session.ts';
import { addDays, dateIn, instantIn, momentOf } from '../time.ts';
import { useZone } from '../venues.ts';
import { DayPlots } from './day-plots.tsx';
import { LabelTable } from './label-table.tsx';
import { Outcomes } from './outcomes.tsx';

const RANGES = [7, 30, 90] as const;

/** How guests felt by day, and how the bookings of each mood ended. */
export function Page() {
  const { query } = usePlace();
  const zone = useZone();
  const days = RANGES.find((each) => String(each) === query['days']) ?? 30;
  return (
    <>
      <div class="bar">
        <h1>{c.emotions}</h1>
        <fieldset class="switch">
          <legend class="hidden">{m.range}</legend>
          {RANGES.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === days}
              onClick={() => goTo(hrefOf(['emotions'], { days: String(each) }), { replace: true })}
            >
              {m.days({ count: each })}
            </button>
          ))}
        </fieldset>
        {zone !== undefined && (
          <span class="zone">{c.timesIn({ zone: zone.replaceAll('_', ' ') })}</span>
        )}
      </div>
      {zone === undefined ? (
        <p class="empty">{c.loading}</p>
      ) : (
        <Report key={days} {...{ days, zone }} />
      )}
    </>
  );
}

function Report({ days, zone }: { readonly days: number; readonly zone: string }) {
  const today = dateIn(zone);
  const dates = Array.from({ length: days }, (_, n) => addDays(today, n - days + 1));
  const from = instantIn(zone, dates[0] ?? today, '00:00');
  const to = instantIn(zone, addDays(today, 1), '00:00');
  const emotions = usePolled(
    `emotions ${from} ${to} ${zone}`,
    (signal) =>
      api.showWorkspaceEmotions(
        { role: 'customer', from, to, interval: 'day', timeZone: zone },
        { signal },
      ),
    15,
  );
  return (
    <div class="feelings">
      <Loaded polled={emotions}>
        {(all) => (
          <>
            <Freshness {...{ zone, ...all.freshness }} />
            {all.messages + all.abstained === 0 ? (
              <Empty>
                {m.none}
                <SetUpLink />
              </Empty>
            ) : (
              <>
                <p class="feelings-lead">
                  {m.trend({
                    trend: all.trend?.direction ?? 'none',
                    from: feelingOf(all.trend?.beginning ?? 0),
                    to: feelingOf(all.trend?.end ?? 0),
                    days: daysAveraged(all.buckets),
                  })}
                </p>
                <p>
                  {m.sum({ count: all.messages, mean: feelingOf(all.meanValence ?? 0) })}{' '}
                  {all.abstained > 0 && m.withheld({ count: all.abstained })} {m.of}
                </p>
                <DayPlots {...{ dates, zone, buckets: all.buckets }} />
                <LabelTable labels={all.labels} />
              </>
            )}
          </>
        )}
      </Loaded>
      {may('bookings:read') && <Outcomes {...{ from, to }} />}
    </div>
  );
}

/** The trend is that from the first third of the days with messages to the last third. */
function daysAveraged(buckets: WorkspaceEmotions['buckets']): number {
  const days = buckets.filter(({ meanValence }) => meanValence !== null).length;
  return Math.max(1, Math.floor(days / 3));
}

interface FreshnessProps {
  readonly zone: string;
  readonly asOf: string;
  readonly pending: number;
  readonly setApart: number;
}

/** How current the numbers are. */
function Freshness({ zone, asOf, pending, setApart }: FreshnessProps) {
  return (
    <p class="quiet">
      {m.asOf({ time: momentOf(asOf, zone) })} {pending > 0 && m.pending({ count: pending })}{' '}
      {setApart > 0 && m.setApart({ count: setApart })}
    </p>
  );
}
