import { DatabaseUnavailable } from '../database-errors.ts';
import { describeFault } from '../log.ts';
import type { Ports } from '../ports.ts';
import { type Failure, forgetFailedWork, recordFailedWork, selectSetApart } from './store.ts';
import type { Work } from './work.ts';

type KeeperPorts = Pick<Ports, 'database' | 'now' | 'log'>;

/** How many subjects of one kind of work a sweep leaves out at most. */
const MOST_SET_APART = 10_000;

/**
 * A code for why the work for one subject failed: an SQLSTATE, `unreachable` for an answer that did
 * not come or was larger than 10 MB, or `fault`.
 */
export const reasonOfFailure = (error: unknown): string => {
  if (error instanceof DatabaseUnavailable) return error.code;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && code !== '' ? code : 'fault';
};

/**
 * Sets subjects apart whose work has failed: counts each failure, logs it, and lets no sweep try the
 * subject again for 1, 2, 4 … minutes, at most 6 hours.
 */
export async function setApart(
  deps: KeeperPorts,
  work: Work,
  failures: readonly Failure[],
): Promise<void> {
  if (failures.length === 0) return;
  const now = deps.now();
  for (const { subject, failures: count } of await deps.database.run(recordFailedWork, {
    work,
    failures,
    now,
  })) {
    const reason = failures.find((each) => each.subject === subject)?.reason;
    deps.log.error('work_set_apart', { work, subject, failures: count, reason });
  }
}

/** The same for items that {@link workInParts} could not process. */
export async function setApartFailed(
  deps: KeeperPorts,
  work: Work,
  failed: readonly { readonly item: string; readonly error: unknown }[],
): Promise<void> {
  for (const { item, error } of failed) {
    deps.log.warn('work_failed', { work, subject: item, ...describeFault(error) });
  }
  await setApart(
    deps,
    work,
    failed.map(({ item, error }) => ({ subject: item, reason: reasonOfFailure(error) })),
  );
}

/** The subjects of a kind of work that are set apart now. */
export async function subjectsSetApart(deps: KeeperPorts, work: Work): Promise<Set<string>> {
  const values = { work, now: deps.now(), limit: MOST_SET_APART };
  const rows = await deps.database.run(selectSetApart, values);
  return new Set(rows.map(({ subject }) => subject));
}

/** Deletes the failures of subjects whose work has succeeded. */
export async function forget(
  deps: KeeperPorts,
  work: Work,
  subjects: readonly string[],
): Promise<void> {
  if (subjects.length > 0) await deps.database.run(forgetFailedWork, { work, subjects });
}
