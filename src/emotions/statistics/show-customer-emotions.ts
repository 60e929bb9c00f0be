import type { Role } from '../../conversations/message.ts';
import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import type { EmotionPorts } from '../ports.ts';
import { freshnessOf } from './freshness.ts';
import { selectCustomerEmotions } from './store.ts';
import { summarise, TREND_WINDOW, trendOfMessages } from './summary.ts';

/**
 * Shows the emotion statistics of a customer, over all conversations.
 * @param customer the caller's own id
 * @param filter a role counts only messages of that role; the trend is always the customer's
 * @throws Problem customer_not_found, customer_erased, key_revoked
 */
export async function showCustomerEmotions(
  deps: Pick<EmotionPorts, 'database' | 'classifier' | 'now'>,
  caller: Caller,
  customer: string,
  { role }: { role?: Role | undefined },
) {
  authorize(caller, 'readMessages');
  const values = { customer, role, window: TREND_WINDOW };
  const found = await runAsCaller(deps.database, caller, selectCustomerEmotions, values);
  if (found === null) throw new Problem('customer_not_found');
  if (found.erased) throw new Problem('customer_erased');
  return {
    customerId: customer,
    ...summarise(found.sums),
    trend: trendOfMessages(found),
    freshness: freshnessOf(deps, found),
  };
}
