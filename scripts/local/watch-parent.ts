import { readFileSync } from 'node:fs';

const INTERVAL_MS = 500;

/**
 * Calls back once when the `npm run` that started this process has ended, at most half a second
 * later. `npm` passes SIGTERM to its shell only, and passes nothing on when it is killed, so that
 * without this a script outlives the `npm run` that was stopped. Does nothing in a process that
 * `npm run` did not start: such a process may rightly outlive its shell.
 * @returns stops watching
 */
export function onNpmGone(callback: () => void): () => void {
  if (process.env['npm_lifecycle_event'] === undefined) return () => {};
  const shell = process.ppid;
  const npm = parentOf(shell);
  const timer = setInterval(() => {
    // An orphan gets another parent: this process when the shell ended, the shell when npm ended.
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    callback();
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * The parent of a process, where the system shows it in /proc. Undefined on macOS, whose shell
 * replaces itself by the command of `npm run`, so that npm is the parent itself.
 */
function parentOf(pid: number): string | undefined {
  try {
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
