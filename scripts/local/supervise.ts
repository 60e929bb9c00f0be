import { spawn } from 'node:child_process';

// Runs a Node script: `node supervise.ts SCRIPT ARGUMENT…`. When the parent of this process
// disconnects or dies in any way, the script and all processes that it started are ended. This
// process must be started with an IPC channel and as the leader of a process group (`detached`).

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

/** Kills the whole group, because processes that the script started may still be running. */
function killGroup(): void {
  signalGroup('SIGKILL');
}

function signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void {
  process.kill(-process.pid, signal);
}
