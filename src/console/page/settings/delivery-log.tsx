import * as m from 'messages:settings';
import { api } from '../api.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { reasonText } from '../problem-text.ts';
import { agoOf } from '../time.ts';
import { eventText } from './event-text.ts';

const TONES = { delivered: 'good', retry: 'warn', suppressed: '', dead: 'bad' } as const;

/** The last attempts to deliver events to a webhook. */
export function DeliveryLog({ webhookId }: { readonly webhookId: string }) {
  const polled = usePolled(
    `deliveries ${webhookId}`,
    (signal) => api.listWebhookDeliveries({ webhookId, limit: 20 }, { signal }),
    5,
  );
  return (
    <Loaded polled={polled}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty>{m.nothingSent}</Empty>
        ) : (
          <Scroll label={m.log}>
            <table>
              <thead>
                <tr>
                  {[m.event, m.when, m.outcome, m.answer].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.map(({ deliveryId, attempt, event, at, outcome, reason, status, answer }) => (
                  <tr key={`${deliveryId} ${attempt}`}>
                    <th scope="row">
                      {event === null ? (
                        m.challenge
                      ) : (
                        <>
                          {eventText(event)} <code>{event}</code>
                        </>
                      )}
                    </th>
                    <td>{agoOf(at)}</td>
                    <td>
                      <span class={`badge ${TONES[outcome]}`}>{m.outcomeOf({ outcome })}</span>
                      {reasonText(reason)}
                    </td>
                    <td>
                      {status} {answer}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )
      }
    </Loaded>
  );
}
