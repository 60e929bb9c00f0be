import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/** The length of a clock tick, a hundredth of a second on every Linux that Node runs on. */
const TICK_MS = 10;

interface ProcessTimes {
  parent: number;
  /** Milliseconds of CPU: `own` of the process, `ended` of its children that have ended. */
  own: number;
  ended: number;
}

/** Reads /proc/<pid>/stat (proc(5)), from behind the command's name, which may contain spaces. */
function timesOf(pid: number): ProcessTimes | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const at = (index: number) => Number(fields[index]);
    return {
      parent: at(1),
      own: (at(11) + at(12)) * TICK_MS,
      ended: (at(13) + at(14)) * TICK_MS,
    };
  } catch {
    return undefined;
  }
}

/** Milliseconds of CPU that a process has used; 0 where there is no /proc. */
export function cpuOf(pid: number): number {
  return timesOf(pid)?.own ?? 0;
}

/**
 * Milliseconds of CPU that a process and all of its children, living and ended, have used. A child
 * that ends while the others are read would be missing, so they are then read again.
 */
export function cpuOfFamily(pid: number): number {
  for (let self = timesOf(pid); self !== undefined; ) {
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => timesOf(Number(name)) ?? [])
      .filter(({ parent }) => parent === pid);
    const { ended } = self;
    self = timesOf(pid);
    if (self?.ended === ended) {
      return self.own + ended + children.reduce((sum, { own }) => sum + own, 0);
    }
  }
  return 0;
}

/** The machine's load average over the last minute. A high load disturbs a measurement. */
export function machineLoad(): number {
  return loadavg()[0] ?? 0;
}
