import * as m from 'messages:emotions';
import * as w from 'messages:moods';
import { api } from '../api.ts';
import { Mood } from '../parts/mood.tsx';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { numberOf } from '../time.ts';
import { Share } from './label-table.tsx';

interface OutcomesProps {
  readonly from: string;
  readonly to: string;
}

/** How the bookings of a range ended, by the mood of the guest when they were made. */
export function Outcomes({ from, to }: OutcomesProps) {
  const outcomes = usePolled(
    `outcomes ${from} ${to}`,
    (signal) => api.showOutcomes({ from, to }, { signal }),
    30,
  );
  return (
    <section class="card">
      <h2 id="outcomes">{m.outcomes}</h2>
      <p class="quiet">{m.outcomesOf}</p>
      <Loaded polled={outcomes}>
        {({ outcomes }) => {
          const shown = outcomes.filter(({ bookings }) => bookings > 0);
          if (shown.length === 0) return <p class="empty">{m.noOutcomes}</p>;
          return (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it (WCAG 2.1.1)
            <section class="scroll" tabIndex={0} aria-labelledby="outcomes">
              <table aria-labelledby="outcomes">
                <thead>
                  <tr>
                    <th scope="col">{w.moodHead}</th>
                    <th scope="col" class="number">
                      {m.bookings}
                    </th>
                    <th scope="col">{m.finished}</th>
                    <th scope="col">{m.noShow}</th>
                    <th scope="col">{m.cancelled}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map(({ mood, bookings, ...each }) => (
                    <tr key={mood}>
                      <th scope="row">
                        <Mood mood={mood} />
                      </th>
                      <td class="number">{numberOf(bookings)}</td>
                      <td>
                        <Share share={each.completionRate ?? 0} /> ({numberOf(each.finished)})
                      </td>
                      <td>
                        <Share share={each.noShowRate ?? 0} /> ({numberOf(each.noShow)})
                      </td>
                      <td>
                        <Share share={each.cancellationRate ?? 0} /> ({numberOf(each.cancelled)}
                        {each.cancelledLate > 0 && `, ${m.late({ count: each.cancelledLate })}`})
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          );
        }}
      </Loaded>
    </section>
  );
}
