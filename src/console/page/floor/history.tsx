import * as m from 'messages:floor';
import type { Resource, TimelineEvent } from '../../../client/index.ts';
import { momentOf, timeOf } from '../time.ts';
import { stateText } from './words.ts';

interface HistoryProps {
  readonly events: readonly TimelineEvent[];
  readonly resources: readonly Resource[];
  readonly zone: string;
}

/** What has happened to a booking, the newest first. */
export function History({ events, resources, zone }: HistoryProps) {
  const placeOf = ({ resourceIds }: TimelineEvent) =>
    resourceIds.map((id) => resources.find((each) => each.id === id)?.name ?? '–').join(' + ');
  return (
    <section>
      <h3>{m.history}</h3>
      <ol class="list history">
        {[...events].reverse().map((event) => (
          <li key={event.version}>
            <small>
              {momentOf(event.at, zone)}
              {event.actor && ` · ${event.actor}`}
            </small>
            <div>
              <b>{m.event({ event: event.event })}</b>
              {event.undoneBy !== null && ` (${m.undone})`} · {stateText(event.state)} ·{' '}
              {timeOf(event.start, zone)} · {m.guests({ count: event.partySize })} ·{' '}
              {placeOf(event)}
              {event.reason && ` · ${event.reason}`}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
