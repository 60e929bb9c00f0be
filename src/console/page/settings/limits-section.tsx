import { limitName } from 'messages:problems';
import * as m from 'messages:settings';
import { api } from '../api.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { numberOf } from '../time.ts';

/** The units of the limits that do not count things. */
const UNITS: Readonly<Record<string, Intl.NumberFormatOptions>> = {
  storage_bytes: { notation: 'compact', style: 'unit', unit: 'byte', unitDisplay: 'narrow' },
  database_ms_per_minute: { style: 'unit', unit: 'millisecond' },
};

const shown = (name: string, value: number) =>
  `${numberOf(value, UNITS[name])}${name === 'busy_cache_factor' ? '×' : ''}`;

/** The limits of the workspace, and how much of them is used. */
export function LimitsSection() {
  const polled = usePolled('limits', (signal) => api.showLimits({}, { signal }), 60);
  return (
    <Loaded polled={polled}>
      {({ data }) => (
        <section class="card">
          <Scroll label={m.limits}>
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
                      {limitName({ limit: name })} <span class="quiet">{m.per({ what: per })}</span>
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
                            aria-label={limitName({ limit: name })}
                          />{' '}
                          {approximate ? m.about({ number: shown(name, used) }) : shown(name, used)}
                        </>
                      )}
                    </td>
                    <td class="number">{shown(name, limit)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
      )}
    </Loaded>
  );
}
