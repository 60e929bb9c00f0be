import { z } from 'zod';
import { sweepBlocks } from '../../src/bookings/blocks/sweep-blocks.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import type { Deps } from '../../src/compose.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import { sweepWaitlist } from '../../src/waitlist/sweep-waitlist.ts';
import { checkTables } from './checker/tables.ts';
import { openApi, type Send } from './client.ts';
import { furnish, type Venue } from './furnish.ts';
import { createLog, type WorkloadLog } from './log.ts';
import { release } from './operations/act-operations.ts';
import { OPERATIONS } from './operations.ts';
import type { Target } from './target.ts';
import { createVisitor, type Visitor, type World } from './visitor.ts';

export interface WorkloadOptions {
  readonly operations: number;
  readonly clients: number;
  readonly seed: number;
  /** Is called now and then with the number of operations that have begun. */
  readonly onProgress?: (begun: number) => void;
}

/** A workload that has ended, for the checker. */
export interface Ran {
  readonly log: WorkloadLog;
  readonly venues: readonly Venue[];
  /** Sends a request with a key that has every scope. */
  readonly send: Send;
  /** The id of the key without bookings:staff, as in `booking_events`. */
  readonly guestKey: string;
}

/** How long the sweeps rest between two runs. */
const SWEEP_PAUSE_MS = 200;
/** How long the checker rests between two looks at the tables. */
const WATCH_PAUSE_MS = 2000;
const GUEST_SCOPES = ['messages:write', 'messages:read', 'bookings:write', 'bookings:read'];

/**
 * Makes four venues and lets clients carry out random operations on them at the same time, while the
 * sweeps end holds, fill blocks and make offers. The same seed draws the same operations for each client;
 * how the clients meet differs from run to run.
 */
export async function runWorkload(target: Target, options: WorkloadOptions): Promise<Ran> {
  const api = openApi(target);
  const staff = api.as(target.key);
  const made = await staff({
    method: 'POST',
    path: '/v1/keys',
    body: { name: 'guests', scopes: GUEST_SCOPES },
  });
  const guest = z.object({ id: z.string(), key: z.string() }).parse(made.body);
  const venues = await furnish(target, staff);
  const log = createLog();
  const world: World = {
    ...{ venues, log, keys: { staff, guest: api.as(guest.key) }, begun: 0 },
    ...{ bookings: [], blocks: [], entries: [], refused: new Set(), merged: new Map() },
  };
  const client = async (visitor: Visitor) => {
    while (world.begun < options.operations) {
      world.begun += 1;
      if (world.begun % 1000 === 0) options.onProgress?.(world.begun);
      await drawOperation(visitor)(visitor);
      await release(visitor);
    }
  };
  let isOver = false;
  const sweeping = sweep(api.deps, log, () => isOver);
  const watching = watch(target, log, () => isOver);
  try {
    await Promise.all(
      Array.from({ length: options.clients }, (_, number) =>
        client(createVisitor(world, number, options.seed)),
      ),
    );
  } finally {
    isOver = true;
    await Promise.all([sweeping, watching]);
  }
  while ((await sweepEmotions(api.deps, '0 seconds')).folded > 0);
  return { log, venues, send: staff, guestKey: guest.id };
}

const TOTAL = OPERATIONS.reduce((sum, { weight }) => sum + weight, 0);

function drawOperation(visitor: Visitor) {
  let left = (visitor.below(1_000_000) / 1_000_000) * TOTAL;
  const drawn = OPERATIONS.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  if (drawn === undefined) throw new Error('the weights do not add up');
  return drawn.run;
}

/** Runs the sweeps again and again, and twice after the end, so that all work that is due is done. */
async function sweep(ports: Deps, log: WorkloadLog, isOver: () => boolean): Promise<void> {
  const warn = (what: string) =>
    log.findings.push({ kind: 'sweep', what: `a sweep warns: ${what}` });
  const deps = { ...ports, enqueueFollowUp() {}, log: { ...ports.log, warn } };
  const quietly = { ...deps, log: ports.log };
  let last = Date.now();
  for (let after = 0; after < 2; ) {
    if (isOver()) after += 1;
    await sweepBookings(deps);
    await sweepBlocks(deps);
    await sweepWaitlist(deps);
    await sweepEmotions(quietly, '0 seconds');
    log.longestSweep = Math.max(log.longestSweep, Date.now() - last);
    last = Date.now();
    await new Promise((resolve) => setTimeout(resolve, SWEEP_PAUSE_MS));
  }
}

/** Looks at the tables while the clients work. */
async function watch(target: Target, log: WorkloadLog, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    log.findings.push(...(await checkTables(target)));
    await new Promise((resolve) => setTimeout(resolve, WATCH_PAUSE_MS));
  }
}
