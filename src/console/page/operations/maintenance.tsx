import { cancel as close } from 'messages:common';
import * as m from 'messages:operations';
import { useState } from 'preact/hooks';
import type { LightHistory } from '../../../client/index.ts';
import { api } from '../api.ts';
import { act } from '../parts/act.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { Empty } from '../parts/state.tsx';
import { dateIn, instantIn, momentOf, timeOf } from '../time.ts';
import { useNow } from './use-now.ts';

interface MaintenanceProps {
  /** The windows of the last days and those that are planned. */
  readonly windows: LightHistory['maintenance'];
  readonly zone: string;
  readonly reload: () => Promise<void>;
}

/** The maintenance windows: to plan one, to end the one that goes on, to cancel one. */
export function Maintenance({ windows, zone, reload }: MaintenanceProps) {
  const [plans, setPlans] = useState(false);
  const now = useNow();
  return (
    <section class="card">
      <div class="row spread">
        <h2>{m.maintenance}</h2>
        <button type="button" onClick={() => setPlans(true)}>
          {m.plan}
        </button>
      </div>
      <p class="quiet">{m.maintenanceHint}</p>
      {windows.length === 0 ? (
        <Empty>{m.noMaintenance}</Empty>
      ) : (
        <ul class="list">
          {[...windows]
            .reverse()
            .map(
              (each) => each && <Window key={each.id} {...{ window: each, zone, reload, now }} />,
            )}
        </ul>
      )}
      {plans && (
        <Dialog title={m.plan} onClose={() => setPlans(false)}>
          <Plan
            zone={zone}
            onClose={() => setPlans(false)}
            onDone={() => {
              setPlans(false);
              void reload();
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

interface WindowProps extends Omit<MaintenanceProps, 'windows'> {
  readonly window: NonNullable<LightHistory['maintenance'][number]>;
  readonly now: number;
}

function Window({ window, zone, reload, now }: WindowProps) {
  const { id, from, to, reason } = window;
  const isOver = Date.parse(to) <= now;
  const isOn = !isOver && Date.parse(from) <= now;
  async function end() {
    // What has passed stays left out: the shorter window is planned before the longer one is deleted.
    const ended = { from, to: new Date().toISOString(), reason };
    const label = isOn ? m.ended : m.cancelled;
    await act(label, async (idempotencyKey) => {
      if (isOn) await api.planMaintenance({ body: ended, idempotencyKey });
      await api.cancelMaintenance({
        maintenanceWindowId: id,
        idempotencyKey: `${idempotencyKey}-end`,
      });
    });
    await reload();
  }
  return (
    <li class="row spread">
      <div>
        <span class={isOn ? 'badge warn' : 'badge'}>
          {m.windowState({ state: isOn ? 'on' : isOver ? 'over' : 'planned' })}
        </span>{' '}
        <strong>{reason}</strong>
        <p class="quiet">
          {momentOf(from, zone)} – {momentOf(to, zone)}
        </p>
      </div>
      {!isOver && (
        <button
          type="button"
          aria-label={`${isOn ? m.end : m.cancelIt}: ${reason}`}
          onClick={() => void end()}
        >
          {isOn ? m.end : m.cancelIt}
        </button>
      )}
    </li>
  );
}

interface PlanProps {
  readonly zone: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function Plan({ zone, onClose, onDone }: PlanProps) {
  return (
    <Form
      {...{ label: m.planned, submit: m.plan, onDone }}
      run={(idempotencyKey, form) => {
        const text = (name: string) => String(form.get(name) ?? '');
        const from = instantIn(zone, text('date'), text('time'));
        const to = new Date(Date.parse(from) + Number(text('minutes')) * 60_000).toISOString();
        return api.planMaintenance({ body: { from, to, reason: text('reason') }, idempotencyKey });
      }}
      more={
        <button type="button" onClick={onClose}>
          {close}
        </button>
      }
    >
      {(problem) => (
        <>
          <div class="fields">
            <Field
              {...{ label: m.date, name: 'date', type: 'date', required: true }}
              initial={dateIn(zone)}
            />
            <Field
              {...{ label: m.begin, name: 'time', type: 'time', required: true }}
              initial={timeOf(Date.now(), zone)}
            />
            <Field
              {...{ label: m.minutes, name: 'minutes', type: 'number', required: true }}
              {...{ initial: 60, min: 1, max: 1440, error: errorOf(problem, 'body.to') }}
            />
          </div>
          <Field
            {...{ label: m.reasonHead, hint: m.reasonHint, name: 'reason', required: true }}
            {...{ maxLength: 256, error: errorOf(problem, 'body.reason') }}
          />
        </>
      )}
    </Form>
  );
}
