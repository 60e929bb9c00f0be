import type { Deps } from '../../deps.ts';
import { Refused } from '../../platform/database-errors.ts';
import { Problem } from '../../platform/problem.ts';
import type { Caller } from '../../workspaces/key.ts';
import { runAsCaller } from '../../workspaces/legacy-store.ts';
import {
  type OfConversations,
  selectConversationEmotions,
  selectCustomerEmotions,
  selectWorkspaceEmotions,
} from './store.ts';
import {
  countByModel,
  summarise,
  TREND_WINDOW,
  trendOfBuckets,
  trendOfMessages,
} from './summary.ts';

type Reader = Pick<Deps, 'database' | 'classifier' | 'now'>;
type RoleFilter = { role?: string | undefined };

/**
 * The emotions of one conversation.
 * @throws Problem conversation_not_found, conversation_erased, key_revoked
 */
export async function showConversationEmotions(
  deps: Reader,
  caller: Caller,
  conversation: string,
  { role }: RoleFilter,
) {
  const found = await runAsCaller(deps.database, caller, selectConversationEmotions, {
    conversation,
    role: role ?? null,
    window: TREND_WINDOW,
  });
  if (found === null) throw new Problem('conversation_not_found');
  if (found.erased) throw new Problem('conversation_erased');
  const asOfSeq = found.firstPendingSeq === null ? found.lastSeq : found.firstPendingSeq - 1;
  return {
    conversationId: conversation,
    ...statisticsOf(found),
    freshness: { asOfSeq, ...freshnessOf(deps, found) },
  };
}

/**
 * The emotions of one customer, over all conversations.
 * @throws Problem customer_not_found, customer_erased, key_revoked
 */
export async function showCustomerEmotions(
  deps: Reader,
  caller: Caller,
  customer: string,
  { role }: RoleFilter,
) {
  const found = await runAsCaller(deps.database, caller, selectCustomerEmotions, {
    customer,
    role: role ?? null,
    window: TREND_WINDOW,
  });
  if (found === null) throw new Problem('customer_not_found');
  if (found.erased) throw new Problem('customer_erased');
  return {
    customerId: customer,
    ...statisticsOf(found),
    freshness: freshnessOf(deps, found),
  };
}

function statisticsOf({ sums, first, last, customerMessages }: OfConversations) {
  return { ...summarise(sums), trend: trendOfMessages(first, last, customerMessages) };
}

function freshnessOf(
  { classifier, now }: Reader,
  found: Pick<OfConversations, 'sums' | 'pending' | 'setApart' | 'oldestPending'>,
) {
  return {
    asOf: found.oldestPending ?? new Date(now()).toISOString(),
    pending: found.pending,
    setApart: found.setApart,
    modelVersion: classifier.modelVersion,
    messagesByModel: countByModel(found.sums),
  };
}

export interface EmotionRange extends RoleFilter {
  /** Instants; widened to whole quarter hours, which is how statistics are kept. */
  from: string;
  to: string;
  interval: 'hour' | 'day';
  timeZone: string;
}

const QUARTER_HOUR_MS = 15 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest range of each interval, in days: at most some 750 buckets. */
const LONGEST_DAYS = { hour: 31, day: 732 } as const;

/**
 * The emotions of the whole workspace over a range of time, by hour or day of a time zone.
 * @throws Problem invalid_field (the range, an unknown zone), key_revoked
 */
export async function showWorkspaceEmotions(
  deps: Reader,
  caller: Caller,
  { from, to, interval, timeZone, role }: EmotionRange,
) {
  const range = {
    from: Math.floor(Date.parse(from) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS,
    to: Math.ceil(Date.parse(to) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS,
  };
  if (range.from >= range.to) throw invalid('query.to', 'must be after from');
  if (range.to - range.from > LONGEST_DAYS[interval] * DAY_MS) {
    throw invalid('query.to', `must be at most ${LONGEST_DAYS[interval]} days after from`);
  }
  const edges = {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
  };
  const found = await runAsCaller(deps.database, caller, selectWorkspaceEmotions, {
    ...edges,
    interval,
    timeZone,
    role: role ?? null,
  }).catch((error: unknown) => {
    // The runtime knows zones that the database may not.
    if (error instanceof Refused && error.reason === 'invalid_parameter_value') {
      throw invalid('query.timeZone', 'must be an IANA time zone, like Europe/Paris');
    }
    throw error;
  });
  if (found === null) throw new Problem('key_revoked');
  const buckets = Map.groupBy(found.sums, (each) => each.from);
  return {
    ...edges,
    interval,
    timeZone,
    ...summarise(found.sums),
    trend: trendOfBuckets([...buckets.values()]),
    buckets: [...buckets].map(([at, sums]) => ({ from: at, ...summarise(sums) })),
    freshness: freshnessOf(deps, found),
  };
}

function invalid(field: string, message: string): Problem {
  return new Problem('invalid_field', { errors: [{ field, message }] });
}
