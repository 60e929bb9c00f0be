import { readFileSync } from 'node:fs';

const INTERVAL_MS = 500;

/**
 * Calls back once when the `npm run` that started this process has ended, at most half a second
 * later. `npm` passes SIGTERM only to its shell, and passes no signal when it is killed. Without
 * this function a script would continue after its `npm run` was stopped. The function does nothing
 * in a process that `npm run` did not start, because such a process may continue after its shell
 * has ended.
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
 * The parent of a process, on systems that show it in /proc. Undefined on macOS, whose shell
 * replaces itself by the command of `npm run`, so that npm is the parent itself.
 */
function parentOf(pid: number): string | undefined {
  try {
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
