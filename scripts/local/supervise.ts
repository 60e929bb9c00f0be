import { spawn } from 'node:child_process';

// Runs a Node script (`node supervise.ts SCRIPT ARGUMENT…`), and ends it with everything that it
// started when the process that started this one disconnects or dies, however it dies. Expects to be
// started with an IPC channel and as the leader of a process group (`detached`).

const GRACE_MS = 3000;

const child = spawn(process.execPath, process.argv.slice(2), { stdio: 'inherit' });
child.once('exit', killGroup);
child.once('error', killGroup);
process.once('disconnect', () => {
  signalGroup('SIGTERM');
  setTimeout(killGroup, GRACE_MS);
});
// The SIGTERM to the group reaches this process too, which stays until the script has ended.
process.on('SIGTERM', () => {});

/** Leaves nothing behind: what the script started may not have ended with it. */
function killGroup(): void {
  signalGroup('SIGKILL');
}

function signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void {
  process.kill(-process.pid, signal);
}
