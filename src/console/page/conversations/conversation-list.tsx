import * as m from 'messages:conversations';
import * as w from 'messages:moods';
import { useEffect, useState } from 'preact/hooks';
import type { Conversation, ListConversationsOutput } from '../../../client/index.ts';
import { api } from '../api.ts';
import { feelingOf, Mood, moodOf } from '../parts/mood.tsx';
import { SetUpLink } from '../parts/set-up-link.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { hrefOf } from '../router.ts';
import { dateIn, dayOf, momentOf, timeOf } from '../time.ts';

interface ConversationListProps {
  readonly zone: string;
  /** The channel to which the list is limited; empty: all. */
  readonly channel: string;
  /** Whether also those are listed that need no attention. */
  readonly isAll: boolean;
  readonly chosen: string | undefined;
  readonly query: Readonly<Record<string, string>>;
  /** Called with the channels that the list has. */
  readonly onChannels: (channels: readonly string[]) => void;
}

const STEP = 30;
/** The most that a page of the API holds. */
const MOST = 200;
const NOTHING: ListConversationsOutput = { data: [], page: { next: null } };

/** The id of the link to a conversation. */
export const itemIdOf = (conversation: string) => `talk-${conversation}`;

/** The list: those that wait for longest first, then the others, the newest first. */
export function ConversationList({ onChannels, ...props }: ConversationListProps) {
  const { channel, isAll } = props;
  const [limit, setLimit] = useState(STEP);
  const wanted = { limit, ...(channel === '' ? {} : { channel }) };
  const name = `conversations ${channel} ${limit}`;
  const needed = usePolled(`${name} needed`, (signal) =>
    api.listConversations({ ...wanted, attention: 'needed', order: 'attention' }, { signal }),
  );
  const newest = usePolled(`${name} ${isAll}`, async (signal) =>
    isAll ? api.listConversations(wanted, { signal }) : NOTHING,
  );
  const loaded = [...(needed.value?.data ?? []), ...(newest.value?.data ?? [])];
  const channels = [...new Set(loaded.map((each) => each.channel))].join();
  useEffect(() => {
    if (channels !== '') onChannels(channels.split(','));
  }, [channels]);
  const value = needed.value && newest.value && { needed: needed.value, newest: newest.value };
  const problem = needed.problem ?? newest.problem;
  const reload = async () => void (await Promise.all([needed.reload(), newest.reload()]));
  return (
    <Loaded polled={{ value, problem, reload }}>
      {({ needed, newest }) => {
        const waiting = new Set(needed.data.map(({ id }) => id));
        const others = newest.data.filter(({ id }) => !waiting.has(id));
        const isMore = needed.page.next !== null || newest.page.next !== null;
        return (
          <>
            {needed.data.length > 0 && <Items {...props} items={needed.data} />}
            {needed.data.length === 0 && others.length > 0 && <p class="quiet">{m.noneNeeded}</p>}
            {others.length > 0 && (
              <>
                <h2 class="talk-others">{m.others}</h2>
                <Items {...props} items={others} />
              </>
            )}
            {loaded.length === 0 && <Nothing isAll={isAll} />}
            {isMore &&
              (limit < MOST ? (
                <button type="button" onClick={() => setLimit(Math.min(limit * 2, MOST))}>
                  {m.more}
                </button>
              ) : (
                <p class="quiet">{m.cut}</p>
              ))}
          </>
        );
      }}
    </Loaded>
  );
}

/** An empty list: nobody waits, or there has never been a conversation. */
function Nothing({ isAll }: { readonly isAll: boolean }) {
  const { value } = usePolled(
    'first conversation',
    (signal) => api.listConversations({ limit: 1 }, { signal }),
    30,
  );
  if (value === undefined) return null;
  if (!isAll && value.data.length > 0) return <p class="quiet">{m.noneNeeded}</p>;
  return (
    <Empty>
      {m.none}
      <SetUpLink />
    </Empty>
  );
}

interface ItemsProps extends Omit<ConversationListProps, 'onChannels'> {
  readonly items: readonly Conversation[];
}

function Items({ items, zone, chosen, query }: ItemsProps) {
  return (
    <ul class="list">
      {items.map((each) => (
        <li key={each.id}>
          <a
            id={itemIdOf(each.id)}
            href={hrefOf(['conversations', each.id], query)}
            aria-current={each.id === chosen ? 'true' : undefined}
          >
            <span class="row spread">
              <strong dir="auto">{each.customerName ?? each.customerId ?? m.unnamed}</strong>
              <small>
                {each.channel} · {shortly(each.lastMessageAt, zone)}
              </small>
            </span>
            <LastWords last={each.lastMessage} />
            <span class="row">
              <Mood mood={moodOf(each.mood)} />
              {each.mood !== null && (
                <small>
                  <bdi dir="ltr">{feelingOf(each.mood)}</bdi>
                </small>
              )}
              {each.recentTrend !== null && (
                <small>{w.trend({ trend: each.recentTrend.direction })}</small>
              )}
              {each.attention.needed && (
                <span class="badge bad">
                  {m.why({
                    label: w.label({ label: each.attention.label ?? '' }),
                    time: shortly(each.attention.since ?? each.lastMessageAt, zone),
                  })}
                </span>
              )}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function LastWords({ last }: { readonly last: Conversation['lastMessage'] }) {
  if (last === null) return null;
  return (
    <span class="talk-words-last">
      {m.role({ role: last.role })}:{' '}
      <bdi>
        {last.excerpt ?? m.noText}
        {last.isCut && '…'}
      </bdi>
    </span>
  );
}

/** The time of today, or the day. */
function shortly(at: string, zone: string): string {
  if (dateIn(zone, at) === dateIn(zone)) return timeOf(at, zone);
  return Date.now() - Date.parse(at) < 7 * 86_400_000 ? momentOf(at, zone) : dayOf(at, zone);
}
