import * as m from 'messages:settings';
import { api } from '../api.ts';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { numberOf } from '../time.ts';

/** The limits of the workspace, and how much of them is used. */
export function LimitsSection() {
  const polled = usePolled('limits', (signal) => api.showLimits({}, { signal }), 60);
  return (
    <Loaded polled={polled}>
      {({ data }) => (
        <section class="card scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{m.limit}</th>
                <th scope="col">{m.used}</th>
                <th scope="col" class="number">
                  {m.most}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ name, per, limit, used, approximate }) => (
                <tr key={name}>
                  <th scope="row">
                    {name.replaceAll('_', ' ')} <span class="quiet">{m.per({ what: per })}</span>
                  </th>
                  <td>
                    {used === null ? (
                      '–'
                    ) : (
                      <>
                        <meter
                          min={0}
                          max={limit}
                          value={used}
                          high={limit * 0.9}
                          aria-label={name.replaceAll('_', ' ')}
                        />{' '}
                        {approximate ? m.about({ number: numberOf(used) }) : numberOf(used)}
                      </>
                    )}
                  </td>
                  <td class="number">{numberOf(limit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Loaded>
  );
}
