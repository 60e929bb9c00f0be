import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import type { Deps } from '../../src/compose.ts';
import { createUnsubscribeLinks } from '../../src/follow-ups/addresses/unsubscribe-links.ts';
import { consumeDeliveries } from '../../src/follow-ups/delivery/deliveries.consumer.ts';
import { consumeFollowUps } from '../../src/follow-ups/planning/follow-ups.consumer.ts';
import type { Delivery } from '../../src/follow-ups/ports.ts';
import { sweepFollowUps } from '../../src/follow-ups/sweep.ts';
import type { Cipher } from '../../src/platform/cipher.ts';
import type { Database } from '../../src/platform/database.ts';
import { DatabaseUnavailable } from '../../src/platform/database-errors.ts';
import type { FollowUpJob } from '../../src/platform/jobs.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { type Chance, lot } from '../support/chance.ts';
import { batchOf, QUEUES, type Queue } from '../support/follow-up-world.ts';
import { FATES, type Fate, LATE, NAMED } from './unruly-fates.ts';

const MINUTE = 60_000;
/** The clock moves by multiples of this, so that jobs with close due times race. */
const GRAIN = 2 * MINUTE;
const CONSUMERS = 8;
/** The probability that a sweep is still running when the next one begins. */
const SWEEPS_OVERLAP = 0.4;

export interface UnrulyOptions {
  readonly database: Database;
  readonly setClock: (at: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly chance: Chance;
  readonly cipher: Cipher;
  readonly mailer: (now: () => number) => Deps['mailer'];
  readonly fetchOutside: (now: () => number) => Deps['fetchOutside'];
  /** When the next job, plan or hold in the database is due; null when none is. */
  readonly nextDuty: () => Promise<number | null>;
}

interface Post {
  readonly at: number;
  readonly queue: Queue;
  readonly body: unknown;
  readonly order: number;
}

/** A client's action at a time. */
export interface Errand {
  readonly at: number;
  readonly run: () => Promise<void>;
}

/**
 * An environment for follow-ups with every kind of failure. Queues lose, repeat, delay and reorder
 * messages. Consumers and sweeps run at the same time, fail, die half-way, or stall and continue
 * after others have done their work.
 */
export function createUnrulyWorld({ database, chance, nextDuty, ...options }: UnrulyOptions) {
  let clock = options.startsAt;
  let waiting: Post[] = [];
  let stalled: { until: number; resume: () => void }[] = [];
  const busy = new Set<Promise<unknown>>();
  const counts = new Map<string, number>();
  const astray: unknown[] = [];
  const count = (what: string): number => {
    const before = counts.get(what) ?? 0;
    counts.set(what, before + 1);
    return before;
  };
  function track<T>(work: Promise<T>): Promise<T> {
    busy.add(work);
    const done = () => busy.delete(work);
    work.then(done, done);
    return work;
  }

  function post(queue: Queue, body: unknown, delaySeconds = 0): void {
    const nth = count(`messages to ${queue}`);
    const say = (what: string) => chance(`${queue} ${nth} ${what}`);
    const copies = lot(
      say('copies'),
      [
        [0, 0.08],
        [2, 0.14],
        [3, 0.06],
      ],
      1,
    );
    count(`messages of ${copies} copies`);
    for (let copy = 0; copy < copies; copy += 1) {
      const spread = say(`spread ${copy}`);
      const late = lot(
        say(`late ${copy}`),
        [
          [1, 0.2],
          [4, 0.08],
          [15, 0.02],
        ],
        0,
      );
      const at = clock + delaySeconds * 1000 + late * MINUTE * spread;
      waiting.push({ at, queue, body, order: say(`order ${copy}`) });
    }
  }

  const deps = {
    database,
    now: () => clock,
    random: () => chance(`random ${count('random numbers')}`),
    log: {
      info() {},
      warn: (event: string) => void count(`log ${event}`),
      error: (event: string) => void count(`log ${event}`),
    },
    cipher: options.cipher,
    mailer: options.mailer(() => clock),
    publicUrl: undefined,
    unsubscribeLinks: createUnsubscribeLinks(ringOf('of an unruly world, which has no URL')),
    fetchOutside: options.fetchOutside(() => clock),
    endpointRules: { allowLoopback: false },
    enqueueEmotion() {},
    enqueueFollowUp: (job: FollowUpJob) => post('follow-ups', job),
    venueChanged() {},
    enqueueDelivery: (job: Delivery['job'], queue: Delivery['queue']) => post(queue, job),
    async sendDeliveries(deliveries: readonly Delivery[]) {
      for (const { queue, job, delaySeconds } of deliveries) post(queue, job, delaySeconds);
    },
  };

  /**
   * Runs a consumer or sweep with an unreliable database. Resolves when the work is done, when its
   * worker has died, or when it has stalled until the clock moves.
   */
  function employ(work: (d: typeof deps) => Promise<unknown>, onKilled = () => {}): Promise<void> {
    let leave = () => {};
    let dead = false;
    const begin = () =>
      track(
        new Promise<void>((resolve) => {
          leave = resolve;
        }),
      );
    const die = () => {
      if (!dead) onKilled();
      dead = true;
      leave();
      return new Promise<never>(() => {});
    };
    const unreliable: Database = {
      async run(statement, values) {
        if (dead) return die();
        const name = NAMED.get(statement);
        const nth = count(`statements ${name ?? 'other'}`);
        const drawn = lot<Fate>(chance(`${name} ${nth}`), FATES, 'runs');
        const fate = drawn === 'stalled' && !LATE.has(name) ? 'runs' : drawn;
        count(`fate ${fate}`);
        if (fate === 'refused') throw new DatabaseUnavailable('57P01');
        if (fate === 'killed_before') return die();
        if (fate === 'stalled') {
          const until = clock + (2 + 18 * chance(`stall ${name} ${nth}`)) * MINUTE;
          await new Promise<void>((resolve) => {
            const resume = () => {
              void begin();
              resolve();
            };
            stalled.push({ until, resume });
            leave();
          });
        }
        const rows = await track(database.run(statement, values));
        if (fate === 'answer_lost') throw new DatabaseUnavailable('unreachable');
        if (fate === 'killed_after') return die();
        return rows;
      },
    };
    const first = begin();
    work({ ...deps, database: unreliable })
      .catch((error: unknown) => {
        if (!(error instanceof DatabaseUnavailable)) astray.push(error);
      })
      .finally(() => leave());
    return first;
  }

  function consume(queue: Queue, bodies: readonly unknown[]): Promise<void> {
    const batch = batchOf(queue, bodies, post);
    return employ(
      (d) => (queue === 'follow-ups' ? consumeFollowUps(d, batch) : consumeDeliveries(d, batch)),
      () => {
        // A dead consumer does not ack its batch: the queue delivers the batch again, or gives it
        // up.
        const nth = count('consumers killed');
        if (chance(`again ${nth}`) < 0.5) for (const body of bodies) post(queue, body, 30);
      },
    );
  }

  /** The batches that are due, in random order. */
  function dueBatches(): (readonly [Queue, unknown[]])[] {
    const due = waiting.filter(({ at }) => at <= clock).sort((a, b) => a.order - b.order);
    waiting = waiting.filter(({ at }) => at > clock);
    return QUEUES.flatMap((queue) => {
      const bodies = due.filter((each) => each.queue === queue).map(({ body }) => body);
      const size = queue === 'follow-ups' ? 50 : 20;
      const batches = Array.from({ length: Math.ceil(bodies.length / size) }, (_, n) =>
        bodies.slice(n * size, (n + 1) * size),
      );
      return batches.map((batch) => [queue, batch] as const);
    });
  }

  async function inLanes<T>(lanes: number, all: T[], work: (each: T) => Promise<void>) {
    const lane = async () => {
      for (let next = all.shift(); next !== undefined; next = all.shift()) await work(next);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Sets the clock, and runs at once everything that is due then. */
  async function goTo(at: number, errands: Errand[], sweeping: boolean): Promise<void> {
    clock = at;
    await options.setClock(at);
    const awake = stalled.filter(({ until }) => until <= clock);
    stalled = stalled.filter(({ until }) => until > clock);
    for (const { resume } of awake) resume();
    if (sweeping) {
      const sweeps = chance(`sweeps ${count('steps')}`) < SWEEPS_OVERLAP ? 2 : 1;
      for (let n = 0; n < sweeps; n += 1) void employ((d) => sweepFollowUps(d));
    }
    void track(sweepBookings(deps).catch((error: unknown) => astray.push(error)));
    let running = inLanes(16, errands, ({ run }) => run());
    for (;;) {
      await Promise.all([running, inLanes(CONSUMERS, dueBatches(), ([q, b]) => consume(q, b))]);
      running = Promise.resolve();
      await Promise.allSettled(busy);
      if (busy.size === 0 && !waiting.some((each) => each.at <= clock)) return;
    }
  }

  return {
    deps,
    counts,
    /** Errors that are not faults of the database. */
    astray,
    now: () => clock,
    /** Advances the clock until no work is left. Returns how many times the clock was moved. */
    async rest(errands: readonly Errand[], { sweeping = true, most = 60_000 } = {}) {
      const agenda = [...errands].sort((a, b) => a.at - b.at);
      for (let steps = 0; steps < most; steps += 1) {
        const duty = sweeping ? await nextDuty() : null;
        // Sweeps claim jobs two minutes ahead.
        const sweep = duty === null ? [] : duty - 2 * MINUTE;
        const times = [sweep, waiting.map(({ at }) => at), stalled.map(({ until }) => until)];
        const next = [...times.flat(), ...agenda.slice(0, 1).map(({ at }) => at)];
        if (next.length === 0) return steps;
        const earliest = next.reduce((a, b) => Math.min(a, b));
        const at = Math.max(Math.ceil(earliest / GRAIN) * GRAIN, clock + GRAIN);
        const later = agenda.findIndex((each) => each.at > at);
        await goTo(at, agenda.splice(0, later === -1 ? agenda.length : later), sweeping);
      }
      throw new Error('the work does not end');
    },
  };
}
