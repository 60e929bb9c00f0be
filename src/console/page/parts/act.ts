import { problemText } from '../problem-text.ts';
import { notice, write } from '../writes.ts';

/**
 * Does something at once, such as after a click, and says in the status bar what came of it.
 * @param label what it will do, for while it waits, and for a refusal
 * @param done what it has done
 * @returns the value; undefined when it was refused
 */
export async function act<Value>(
  label: string,
  run: (idempotencyKey: string) => Promise<Value>,
  done = label,
): Promise<Value | undefined> {
  const outcome = await write(label, run);
  notice.set(
    outcome.ok
      ? { text: done, isError: false }
      : { text: `${label}: ${problemText(outcome.problem)}`, isError: true },
  );
  return outcome.ok ? outcome.value : undefined;
}
