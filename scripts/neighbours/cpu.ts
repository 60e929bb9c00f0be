import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BURN = fileURLToPath(new URL('burn-cpu.ts', import.meta.url));
/** The unit of /proc: USER_HZ, which is 100 on every architecture that Node supports. */
const TICKS_A_SECOND = 100;

/**
 * The seconds of CPU that this process and all its descendants have used, ended ones included. Needs
 * Linux's /proc.
 */
export function cpuSeconds(): number {
  const processes = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    const each = /^\d+$/.test(name) ? readStat(name) : undefined;
    if (each !== undefined) processes.set(Number(name), each);
  }
  let ticks = 0;
  for (const [pid, each] of processes) {
    if (isOurs(pid)) ticks += each.ticks;
  }
  return ticks / TICKS_A_SECOND;

  function isOurs(pid: number): boolean {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) {
      if (at === process.pid) return true;
    }
    return false;
  }
}

/** The parent and the ticks of a process, with those of its children that have ended. */
function readStat(pid: string): { parent: number; ticks: number } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // It has ended meanwhile.
  }
  // The second field, the name in parentheses, may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const at = (field: number) => Number(fields[field - 3] ?? 0);
  return { parent: at(4), ticks: at(14) + at(15) + at(16) + at(17) };
}

/**
 * Burns CPU in other processes.
 * @param share how many processors, for example 1.5
 * @returns a function that ends it
 */
export function burnCpu(share: number): () => void {
  const count = Math.ceil(share);
  const burners: ChildProcess[] = Array.from({ length: count }, () =>
    fork(BURN, [String(share / count)]),
  );
  return () => {
    for (const each of burners) each.disconnect();
  };
}
