import type { WorkspaceId } from '../../platform/ids.ts';
import type { Measured } from '../../platform/latency/sample.ts';
import { CANARY_WORKSPACE } from './workspace.ts';

/**
 * What a request is counted as: the canary's requests are counted apart from those of tenants.
 * @param measured what its route is measured as; undefined for a request that is not measured
 * @param workspace the workspace of its key; undefined without a genuine key
 */
export function countApart(
  measured: Measured | undefined,
  workspace: WorkspaceId | undefined,
): Measured | undefined {
  if (workspace !== CANARY_WORKSPACE) return measured;
  switch (measured) {
    case undefined:
      return undefined;
    case 'store_message':
      return 'canary_message';
    case 'confirm_booking':
      return 'canary_booking';
    default:
      return 'canary_other';
  }
}
