import type { Floor, Venue } from '../../../client/index.ts';
import type { FloorActs } from './use-acts.ts';

/** What every dialog of the floor is given. */
export interface DialogProps {
  readonly floor: Floor;
  readonly venue: Venue;
  readonly acts: FloorActs;
  /** The present minute. */
  readonly now: number;
  readonly onClose: () => void;
}
