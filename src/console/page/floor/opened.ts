import type { FloorWaitlistEntry } from '../../../client/index.ts';
import type { MaitredProblem } from '../api.ts';

/** The dialog that is open beside the floor. */
export type Opened =
  | { readonly kind: 'card'; readonly id: string; readonly problem?: MaitredProblem }
  | { readonly kind: 'walkIn'; readonly entry?: FloorWaitlistEntry }
  | { readonly kind: 'booking'; readonly resourceId?: string; readonly at?: number }
  | { readonly kind: 'block' }
  | { readonly kind: 'shade'; readonly id: string }
  | { readonly kind: 'entry' }
  | { readonly kind: 'help' }
  | {
      /** Asks before something is done. */
      readonly kind: 'ask';
      readonly title: string;
      readonly text: string;
      /** What is done. */
      readonly yes: string;
      readonly again: () => Promise<void>;
    };
