import { operations, timesIn } from 'messages:common';
import * as m from 'messages:operations';
import type { ComponentChildren } from 'preact';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { goTo, hrefOf, usePlace } from '../router.ts';
import { may } from '../session.ts';
import { useVenues } from '../venues.ts';
import { Waiting } from './backlog.tsx';
import { DeadJobs } from './dead-jobs.tsx';
import { Durations } from './durations.tsx';
import { type Figures, readHistory, useFigures } from './figures.ts';
import { History } from './history.tsx';
import { LightNow } from './light.tsx';
import { Maintenance } from './maintenance.tsx';
import { Budgets } from './service-levels.tsx';
import { Signals } from './signals.tsx';
import { Choice } from './table.tsx';
import type { Of } from './words.ts';

/** How the service is: the light, durations, error budgets, and work that waits or was given up. */
export function Page() {
  return may('bookings:read') ? <InVenuesZone /> : <Operations zone="UTC" />;
}

/** With the times of the chosen venue; UTC while there is none. */
function InVenuesZone() {
  const { venue } = useVenues();
  return <Operations zone={venue?.timeZone ?? 'UTC'} />;
}

/** A key of an operator may look at its workspace or at the platform, every other at its workspace. */
function Operations({ zone }: { readonly zone: string }) {
  const { query } = usePlace();
  const of: Of = query['of'] === 'platform' && may('operator') ? 'platform' : 'workspace';
  return (
    <div class="ops">
      <div class="bar">
        <h1>{operations}</h1>
        {may('operator') && (
          <Choice
            {...{ label: m.whose, names: ['workspace', 'platform'], chosen: of }}
            textOf={(name) => m.of({ of: name })}
            onChoose={(name) => goTo(hrefOf(['operations'], { of: name }), { replace: true })}
          />
        )}
        <span class="zone">{timesIn({ zone: zone.replaceAll('_', ' ') })}</span>
      </div>
      {of === 'platform' ? <Platform zone={zone} /> : <Workspace zone={zone} />}
    </div>
  );
}

function Workspace({ zone }: { readonly zone: string }) {
  const figures = useFigures('workspace');
  const waiting = (
    <Loaded polled={figures.backlog}>{(value) => <Waiting backlog={value} />}</Loaded>
  );
  return (
    <>
      <Shared {...{ of: 'workspace', zone, figures, beside: waiting }} />
      {may('admin') && <DeadJobs zone={zone} />}
    </>
  );
}

function Platform({ zone }: { readonly zone: string }) {
  const figures = useFigures('platform');
  const history = usePolled('operations/history', readHistory, 30);
  const { reload } = history;
  const past = (
    <section class="card">
      <Loaded polled={history}>
        {(value) => <History {...{ history: value, status: figures.status.value, zone }} />}
      </Loaded>
    </section>
  );
  return (
    <>
      <Shared {...{ of: 'platform', zone, figures, beside: past }} />
      <div class="grid">
        <Loaded polled={figures.backlog}>{(value) => <Waiting backlog={value} />}</Loaded>
        <Loaded polled={history}>
          {({ maintenance }) => <Maintenance {...{ windows: maintenance, zone, reload }} />}
        </Loaded>
      </div>
    </>
  );
}

interface SharedProps {
  readonly of: Of;
  readonly zone: string;
  readonly figures: Figures;
  /** What stands beside the light. */
  readonly beside: ComponentChildren;
}

function Shared({ of, zone, figures: { status, levels, hour }, beside }: SharedProps) {
  return (
    <>
      <div class="grid">
        <section class="card">
          <h2>{m.now}</h2>
          <Loaded polled={status}>
            {(value) => <LightNow {...{ status: value, polled: status, zone, hour: hour.value }} />}
          </Loaded>
        </section>
        {beside}
      </div>
      <section class="card">
        <h2>{m.signals}</h2>
        <Loaded polled={status}>{(value) => <Signals {...{ status: value, zone }} />}</Loaded>
      </section>
      <Durations {...{ of, zone }} />
      <Loaded polled={levels}>{(value) => <Budgets levels={value} />}</Loaded>
    </>
  );
}
