import type { Success } from '../log.ts';

/** Who may not book, as far as clients know. */
export interface Refusals {
  /** Whether a guest was surely refused at a time. */
  isRefused(guest: string, at: number, rootOf: (guest: string) => string): boolean;
}

/** The answer and the database may round their clocks differently. */
const ROUNDING_MS = 2;

export function createRefusals(successes: readonly Success[]): Refusals {
  const of = (name: string) =>
    successes
      .filter(({ operation }) => operation === name)
      .map((success) => ({ ...success, guest: success.path.split('/')[3] ?? '' }));
  const [refused, admitted] = [of('refuse'), of('admit')];
  return {
    isRefused(guest, at, rootOf) {
      const root = rootOf(guest);
      return refused.some(
        (refusal) =>
          refusal.receivedAt + ROUNDING_MS <= at &&
          rootOf(refusal.guest) === root &&
          !admitted.some(
            ({ guest: other, sentAt, receivedAt }) =>
              sentAt <= at && receivedAt >= refusal.sentAt && rootOf(other) === root,
          ),
      );
    },
  };
}
