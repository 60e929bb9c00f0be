import { problemText } from '../problem-text.ts';
import { notice, write } from '../writes.ts';

/**
 * Does something at once, such as after a click, and says in the status bar what came of it.
 * @returns the value; undefined when it was refused
 */
export async function act<Value>(
  label: string,
  run: (idempotencyKey: string) => Promise<Value>,
): Promise<Value | undefined> {
  const outcome = await write(label, run);
  notice.set(
    outcome.ok
      ? { text: label, isError: false }
      : { text: `${label}: ${problemText(outcome.problem)}`, isError: true },
  );
  return outcome.ok ? outcome.value : undefined;
}
