import type { WorkspaceId } from '../ids.ts';
import {
  type Account,
  admit,
  changeRates,
  openAccount,
  settle,
  type Usage,
  usageOf,
} from './account.ts';
import { costlyReadsOf, DEFAULT_RATES, type OverBudget, type Rates } from './rates.ts';
import { createWayToDatabase } from './way-to-database.ts';

/** The most workspaces that an isolate counts. The one that was idle for longest is forgotten. */
const COUNTED = 1000;
/** How often an isolate reads the rates of a workspace, at most. */
const LEARN_EVERY_MS = 60_000;
/** After how much use an isolate reads the rates of a workspace. */
const LEARN_AFTER: Rates = { requests: 100, databaseMs: 1000 };

/** An admitted request. */
export interface Admitted {
  /** Whether the operation was costly recently. */
  readonly isCostly: boolean;
  /** How many costly reads the workspace may run at the same time. */
  readonly costlyReads: number;
  /**
   * Ends the request. Must be called once, after the answer.
   * @param databaseMs the duration of its requests to the database
   * @param databaseRequests how many they were
   */
  end(databaseMs: number, databaseRequests: number, now: number): void;
}

/**
 * Counts what each workspace uses, in this isolate. Other isolates count separately, so the limits
 * are approximate. No method reads a clock: `now` is milliseconds since 1970.
 */
export interface Budgets {
  /** Admits a request of an operation, or says why it is refused. */
  admit(workspace: WorkspaceId, operation: string, now: number): Admitted | OverBudget;
  /**
   * Whether the workspace's own rates are to be read from the database now: they were not read for a
   * minute, and the workspace has used enough since. The caller then reads them.
   */
  wantsRates(workspace: WorkspaceId, now: number): boolean;
  /** Takes what was read from the database. */
  learn(workspace: WorkspaceId, learnt: Learnt, now: number): void;
  /** The limit because of which the workspace may store nothing more, as far as this isolate knows. */
  full(workspace: WorkspaceId, now: number): Full | undefined;
  usage(workspace: WorkspaceId, now: number): Record<keyof Rates, Usage>;
}

/** A limit that is reached. */
export interface Full {
  readonly limit: string;
  readonly most: number;
}

/** What an isolate reads of a workspace. */
export interface Learnt {
  readonly rates: Rates;
  readonly full: Full | undefined;
}

interface Counted {
  readonly account: Account;
  /** What was used since the rates were read. */
  requests: number;
  databaseMs: number;
  readAt: number;
  full: Full | undefined;
}

export function createBudgets({ most = COUNTED, rates = DEFAULT_RATES } = {}): Budgets {
  const counted = new Map<WorkspaceId, Counted>();
  const way = createWayToDatabase();

  /** The count of a workspace, which becomes the most recently used one. */
  function countOf(workspace: WorkspaceId, now: number): Counted {
    const count = counted.get(workspace) ?? {
      account: openAccount(rates, now),
      ...{ requests: 0, databaseMs: 0, readAt: Number.NEGATIVE_INFINITY, full: undefined },
    };
    counted.delete(workspace);
    counted.set(workspace, count);
    const [idlest] = counted.keys();
    if (counted.size > most && idlest !== undefined) counted.delete(idlest);
    return count;
  }

  return {
    admit(workspace, operation, now) {
      const count = countOf(workspace, now);
      const admitted = admit(count.account, operation, now);
      if (typeof admitted === 'object') return admitted;
      count.requests += 1;
      return {
        isCostly: admitted > 0,
        costlyReads: costlyReadsOf(count.account.rates),
        end(databaseMs, databaseRequests, end) {
          if (databaseRequests === 1) way.note(databaseMs, end);
          const costMs =
            databaseRequests === 0
              ? undefined
              : Math.max(0, databaseMs - databaseRequests * way.ms());
          count.databaseMs += costMs ?? 0;
          settle(count.account, operation, admitted, costMs, end);
        },
      };
    },
    wantsRates(workspace, now) {
      const count = countOf(workspace, now);
      const isUsed =
        count.requests >= LEARN_AFTER.requests || count.databaseMs >= LEARN_AFTER.databaseMs;
      if (!isUsed || now - count.readAt < LEARN_EVERY_MS) return false;
      Object.assign(count, { requests: 0, databaseMs: 0, readAt: now });
      return true;
    },
    learn(workspace, learnt, now) {
      const count = countOf(workspace, now);
      changeRates(count.account, learnt.rates, now);
      count.full = learnt.full;
    },
    full: (workspace, now) => countOf(workspace, now).full,
    usage: (workspace, now) => usageOf(countOf(workspace, now).account, now),
  };
}
