import {
  claimDueForGuests,
  claimDueForWebhooks,
  claimNamed,
} from '../../src/follow-ups/delivery/claim-store.ts';
import { finishJobs, postTexts } from '../../src/follow-ups/delivery/outcome-store.ts';
import { takeJobs } from '../../src/follow-ups/delivery/take-store.ts';
import { selectReplan, storeReplan } from '../../src/follow-ups/planning/replan-store.ts';
import { storePlans } from '../../src/follow-ups/planning/store.ts';
import { selectUnplanned } from '../../src/follow-ups/planning/unplanned-store.ts';

/** What happens to a statement of a consumer or sweep. */
export type Fate =
  | 'runs'
  /** It fails before it has done anything. */
  | 'refused'
  /** It takes effect, and its answer is lost. */
  | 'answer_lost'
  /** Its consumer or sweep dies before or after it takes effect. */
  | 'killed_before'
  | 'killed_after'
  /** It is sent so late that leases have ended and other consumers have done the work. */
  | 'stalled';

export const FATES: readonly (readonly [Fate, number])[] = [
  ['refused', 0.015],
  ['answer_lost', 0.02],
  ['killed_before', 0.01],
  ['killed_after', 0.015],
  ['stalled', 0.015],
];

/** The names of the statements. The fate of a statement is drawn by its name. */
export const NAMED = new Map<unknown, string>([
  [takeJobs, 'take'],
  [finishJobs, 'finish'],
  [postTexts, 'post texts'],
  [claimDueForGuests, 'claim due'],
  [claimDueForWebhooks, 'claim webhooks'],
  [claimNamed, 'claim named'],
  [selectUnplanned, 'unplanned'],
  [storePlans, 'store plans'],
  [selectReplan, 'replan'],
  [storeReplan, 'store replan'],
]);

/**
 * The statements that may be sent late. The one that takes jobs may not, because its lease counts
 * from when it was sent.
 */
export const LATE: ReadonlySet<string | undefined> = new Set([
  'finish',
  'post texts',
  'claim due',
  'claim webhooks',
  'claim named',
  'store plans',
  'store replan',
]);
