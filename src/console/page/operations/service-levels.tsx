import * as m from 'messages:operations';
import type { ServiceLevels } from '../../../client/index.ts';
import { numberOf } from '../time.ts';
import { Bar, Table } from './table.tsx';
import { lengthOf, msOf, percentOf } from './words.ts';

type Objective = ServiceLevels['objectives'][number];

/** The windows of burn rates, in seconds. */
const WINDOWS = { '5m': 300, '30m': 1800, '1h': 3600, '6h': 21_600, '3d': 259_200 } as const;

/** What is left of each error budget, and how fast it burns. */
export function Budgets({
  levels: { objectives, from, to, excluded },
}: {
  readonly levels: ServiceLevels;
}) {
  const days = Math.ceil((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const windows = objectives[0]?.burn.map(({ window }) => lengthOf(WINDOWS[window])) ?? [];
  return (
    <section class="card">
      <h2>{m.budgets({ time: lengthOf(days * 86_400) })}</h2>
      <div class="grid">
        {objectives.map((each) => (
          <Budget key={each.name} of={each} />
        ))}
      </div>
      <h3>{m.burnRates}</h3>
      <Table
        {...{ title: m.burnRates, hasNumbers: true }}
        heads={[m.objectiveHead, ...windows]}
        rows={objectives.map(({ name, burn }) => ({
          id: name,
          cells: [
            m.objective({ name }),
            ...burn.map(({ rate }) => (rate === null ? '–' : <Rate rate={rate} />)),
          ],
        }))}
      />
      <p class="quiet">
        {m.burnHint} {excluded.length > 0 && m.excluded({ count: excluded.length })}
      </p>
    </section>
  );
}

function Budget({
  of: { name, objective, targetMs, requests, bad, budget, goneInHours },
}: {
  readonly of: Objective;
}) {
  const { percent, left } = budget;
  const kind = percent === null ? undefined : percent <= 0 ? 'bad' : percent < 25 ? 'warn' : 'good';
  const share = percentOf(100 * objective, 2);
  return (
    <div>
      <h3>{m.objective({ name })}</h3>
      <p class="quiet">
        {targetMs === null
          ? m.mustSucceed({ share })
          : m.mustBeFast({ share, value: msOf(targetMs) })}
      </p>
      {percent === null ? (
        <p>{m.noRequests}</p>
      ) : (
        <>
          <Bar share={percent / 100} kind={kind} />
          <p>
            <span class={`badge ${kind}`}>
              {m.left({ percent: percentOf(Math.max(0, percent), 1) })}
            </span>{' '}
            {m.badOf({
              ...{ bad: numberOf(bad), requests: numberOf(requests) },
              allowed: numberOf(Math.floor(budget.allowed)),
            })}
          </p>
          <p>{goneText(left, goneInHours)}</p>
        </>
      )}
    </div>
  );
}

function goneText(left: number, goneInHours: number | null): string {
  if (left <= 0) return m.spent;
  return goneInHours === null ? m.notBurning : m.goneIn({ time: lengthOf(goneInHours * 3600) });
}

/** A burn rate. Above 1 the budget does not last, which a mark says too. */
function Rate({ rate }: { readonly rate: number }) {
  const text = `${numberOf(rate, { maximumFractionDigits: 2 })}×`;
  return rate > 1 ? (
    <span class="badge warn" dir="ltr">
      ▲ {text}
    </span>
  ) : (
    <bdi dir="ltr">{text}</bdi>
  );
}
