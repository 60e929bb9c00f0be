import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Fleet } from '../fleet/fleet.ts';
import { type Arrivals, checkEvening, nameOf } from './check-evening.ts';
import { Client } from './client.ts';
import type { EveningOrder, EveningReport } from './evening.ts';
import type { NoiseOrder, NoiseReport } from './noise.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { judge, type Times, type WayResult } from './results.ts';
import { makeVenue } from './venue.ts';
import type { WayName } from './ways/ways.ts';

/** Six guests: one of each kind. */
const SHORT_SECONDS = 3;
/** An evening that is longer would be checked more than a minute after its first guest. */
const LONGEST_EVENING = 30;
const TABLES = 12;

interface Options {
  /** The seconds of each way when times are compared; undefined for the short form. */
  readonly seconds: number | undefined;
  readonly seed: number;
}

/** The ordinary tenant, and the noisy ones beside it: a new one for each way. */
export class Neighbours {
  readonly #fleet: Fleet;
  /** Another fleet on the same machine, which shares nothing but the processors. */
  readonly #other: Fleet | undefined;
  readonly #options: Options;
  readonly #key: string;
  readonly #client: Client;
  readonly #receiver: Receiver;
  readonly #arrivals: Arrivals;
  readonly #cron: NodeJS.Timeout;
  #rounds = 0;
  /** Answers with a 5xx, or none, to the checks of the ordinary tenant. */
  #failures: string[] = [];

  private constructor(
    fleet: Fleet,
    other: Fleet | undefined,
    options: Options,
    key: string,
    receiver: Receiver,
    arrivals: Arrivals,
  ) {
    this.#fleet = fleet;
    this.#other = other;
    this.#options = options;
    this.#key = key;
    this.#receiver = receiver;
    this.#arrivals = arrivals;
    this.#client = new Client(fleet.url, key, ({ method, path, answer }) => {
      if (answer.status !== 0 && answer.status < 500) return;
      this.#failures.push(`refused: ${method} ${path}: ${answer.status}`);
    });
    // The Cron Trigger fires once a minute. The short form cannot wait for it.
    const every = options.seconds === undefined ? 2_000 : 60_000;
    this.#cron = setInterval(() => {
      for (const each of [fleet, other]) each?.fireCron().catch(() => {});
    }, every);
  }

  /**
   * Makes the ordinary tenant, and lives one evening without neighbours.
   * @param other the fleet that the compared noise is made in; needed when times are compared
   */
  static async start(
    fleet: Fleet,
    other: Fleet | undefined,
    options: Options,
  ): Promise<Neighbours> {
    const key = await fleet.keyOfWorkspace('ordinary');
    const arrivals: Arrivals = new Map();
    const receiver = await startReceiver(0, (event) => {
      const name = nameOf(event);
      if (!arrivals.has(name)) arrivals.set(name, Date.now());
    });
    const neighbours = new Neighbours(fleet, other, options, key, receiver, arrivals);
    await neighbours.#makeWebhook();
    const before = performance.now();
    const { found } = await neighbours.#evening(async () => async () => {});
    if (found.length > 0) {
      throw new Error(`The evening is not in order without any neighbour:\n${found.join('\n')}`);
    }
    const took = ((performance.now() - before) / 1000).toFixed(0);
    console.log(`An evening without neighbours: in order, ${took} s`);
    return neighbours;
  }

  close(): void {
    clearInterval(this.#cron);
    this.#receiver.close();
  }

  /**
   * Lets a new tenant make noise in one way, beside the evening. When times are compared, evenings
   * beside the noise alternate with evenings beside the same noise in the other fleet.
   */
  async tryWay(way: WayName): Promise<WayResult> {
    const times: Times = { apart: [], beside: [] };
    const total: NoiseReport = { statuses: {}, examples: {} };
    const found: string[] = [];
    const rounds = this.#other === undefined ? 1 : this.#pairs;
    for (let round = 0; round < rounds; round += 1) {
      const beside = await this.#noisyEvening(this.#fleet, way, round);
      merge(total, beside.noise);
      times.beside.push(...beside.milliseconds);
      found.push(...beside.found);
      if (this.#other === undefined) continue;
      const apart = await this.#noisyEvening(this.#other, way, round);
      times.apart.push(...apart.milliseconds);
      if (apart.found.length > 0) console.log(`    beside the other fleet: ${apart.found[0]}`);
    }
    return { way, times, noise: total, found: [...judge(times, total), ...found] };
  }

  /** Lives an evening while a new tenant of a fleet makes noise in one way. */
  async #noisyEvening(
    { url, postgresUrl, keyOfWorkspace }: Fleet,
    way: WayName,
    round: number,
  ): Promise<{ milliseconds: number[]; noise: NoiseReport; found: string[] }> {
    // Each round has a new tenant: it must not find what the one before has prepared.
    const workspace = `noisy ${way} ${round}`;
    const key = await keyOfWorkspace(workspace);
    const scale = this.#other === undefined ? 0.1 : 1;
    const order: NoiseOrder = { way, url, key, postgresUrl, workspace, scale };
    const noise: NoiseReport = { statuses: {}, examples: {} };
    const { report, found } = await this.#evening(async () => {
      const made = await startNoise(order);
      return async () => merge(noise, await made.stop());
    });
    return { milliseconds: report.milliseconds, noise, found };
  }

  /** How many times each way alternates between the noise in its fleet and in the other one. */
  get #pairs(): number {
    return Math.max(2, Math.ceil((this.#options.seconds ?? 0) / (2 * LONGEST_EVENING)));
  }

  get #seconds(): number {
    const { seconds } = this.#options;
    return seconds === undefined ? SHORT_SECONDS : seconds / (2 * this.#pairs);
  }

  /**
   * Lives one evening at a new venue beside a neighbour, and checks it before the neighbour ends.
   * @param startNeighbour returns a function that ends the neighbour
   */
  async #evening(
    startNeighbour: () => Promise<() => unknown>,
  ): Promise<{ report: EveningReport; found: string[] }> {
    this.#rounds += 1;
    const followUps = { channels: ['email', 'conversation'] };
    const { id: venueId } = await makeVenue(this.#client, { followUps }, TABLES);
    const { url } = this.#fleet;
    const { seed } = this.#options;
    const round = `e${this.#rounds}`;
    const seconds = this.#seconds;
    const order: EveningOrder = { url, key: this.#key, venueId, round, seconds, seed };
    this.#failures = [];
    const endNeighbour = await startNeighbour();
    const report = await runEvening(order);
    const found = await checkEvening(this.#client, venueId, report, this.#arrivals);
    await endNeighbour();
    return { report, found: [...found, ...this.#failures] };
  }

  async #makeWebhook(): Promise<void> {
    const { url } = this.#receiver;
    const id = await this.#client.make('POST', '/v1/webhooks', { url, events: ['*'] });
    for (let tries = 0; tries < 60; tries += 1) {
      const { body } = await this.#client.send('GET', `/v1/webhooks/${id}`);
      // The status of a problem is a number.
      const shown = z.looseObject({ status: z.string() }).safeParse(body).data;
      if (shown?.status === 'active') return;
      await sleep(500);
    }
    throw new Error('The webhook of the ordinary tenant did not become active.');
  }
}

function runEvening(order: EveningOrder): Promise<EveningReport> {
  const thread = new Worker(new URL('evening.ts', import.meta.url), { workerData: order });
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

/** Starts the noise in a thread of its own, and resolves when it is prepared. */
async function startNoise(order: NoiseOrder): Promise<{ stop(): Promise<NoiseReport> }> {
  const thread = new Worker(new URL('noise.ts', import.meta.url), { workerData: order });
  const failed = new Promise<never>((_, reject) => thread.once('error', reject));
  // An error between the two messages is thrown when the second one is awaited.
  failed.catch(() => {});
  const next = <T>() =>
    Promise.race([failed, new Promise<T>((resolve) => thread.once('message', resolve))]);
  await next();
  return {
    stop() {
      const report = next<NoiseReport>();
      thread.postMessage('stop');
      return report;
    },
  };
}

function merge(total: NoiseReport, { statuses, examples }: NoiseReport): void {
  for (const [status, count] of Object.entries(statuses)) {
    total.statuses[status] = (total.statuses[status] ?? 0) + count;
  }
  Object.assign(total.examples, examples);
}
