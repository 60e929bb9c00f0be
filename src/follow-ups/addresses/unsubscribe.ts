import { Problem } from '../../platform/problem.ts';
import type { FollowUpPorts } from '../ports.ts';
import { setUnsubscribed } from './store.ts';

/**
 * Ends all email of a workspace to the address of a link, or allows it again. The link's token is the
 * only permission that is needed.
 * @throws Problem link_not_found
 */
export async function unsubscribe(
  deps: Pick<FollowUpPorts, 'database' | 'now' | 'unsubscribeLinks'>,
  token: string,
  wantsEmail: boolean,
): Promise<void> {
  const known = await deps.unsubscribeLinks.verify(token);
  if (known === undefined) throw new Problem('link_not_found');
  const { workspaceId: workspace, address } = known;
  const since = wantsEmail ? null : new Date(deps.now()).toISOString();
  await deps.database.run(setUnsubscribed, { workspace, address, since });
}
