import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { LocalStack } from '../local/local-stack.ts';
import { type Arrivals, checkEvening, nameOf } from './check-evening.ts';
import { Client } from './client.ts';
import { burnCpu, cpuSeconds } from './cpu.ts';
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
  readonly #stack: LocalStack;
  readonly #options: Options;
  readonly #key: string;
  readonly #client: Client;
  readonly #receiver: Receiver;
  readonly #arrivals: Arrivals;
  readonly #cron: NodeJS.Timeout;
  /** The CPU seconds that a second of the evening takes without any neighbour. */
  #quiet = 0;
  #rounds = 0;
  /** Answers with a 5xx, or none, to the checks of the ordinary tenant. */
  #failures: string[] = [];

  private constructor(
    stack: LocalStack,
    options: Options,
    key: string,
    receiver: Receiver,
    arrivals: Arrivals,
  ) {
    this.#stack = stack;
    this.#options = options;
    this.#key = key;
    this.#receiver = receiver;
    this.#arrivals = arrivals;
    this.#client = new Client(stack.url, key, ({ method, path, answer }) => {
      if (answer.status !== 0 && answer.status < 500) return;
      this.#failures.push(`refused: ${method} ${path}: ${answer.status}`);
    });
    // The Cron Trigger fires once a minute. The short form cannot wait for it.
    const every = options.seconds === undefined ? 2_000 : 60_000;
    this.#cron = setInterval(() => stack.fireCron().catch(() => {}), every);
  }

  /** Makes the ordinary tenant, and measures one evening without neighbours. */
  static async start(stack: LocalStack, options: Options): Promise<Neighbours> {
    const key = await stack.keyOfWorkspace('ordinary');
    const arrivals: Arrivals = new Map();
    const receiver = await startReceiver(0, (event) => {
      const name = nameOf(event);
      if (!arrivals.has(name)) arrivals.set(name, Date.now());
    });
    const neighbours = new Neighbours(stack, options, key, receiver, arrivals);
    await neighbours.#makeWebhook();
    const before = performance.now();
    const { cpu, found } = await neighbours.#evening(async () => async () => {});
    if (found.length > 0) {
      throw new Error(`The evening is not in order without any neighbour:\n${found.join('\n')}`);
    }
    neighbours.#quiet = cpu;
    const took = ((performance.now() - before) / 1000).toFixed(0);
    console.log(`An evening without neighbours: in order, ${cpu.toFixed(2)} processors, ${took} s`);
    return neighbours;
  }

  close(): void {
    clearInterval(this.#cron);
    this.#receiver.close();
  }

  /** Lets a new tenant make noise in one way, beside the evening. */
  async tryWay(way: WayName): Promise<WayResult> {
    const times: Times = { burnt: [], noisy: [], share: 0 };
    const found: string[] = [];
    const workspace = `noisy ${way}`;
    const key = await this.#stack.keyOfWorkspace(workspace);
    const { url, postgresUrl } = this.#stack;
    const scale = this.#options.seconds === undefined ? 0.1 : 1;
    const order: NoiseOrder = { way, url, key, postgresUrl, workspace, scale };
    const total: NoiseReport = { statuses: {}, examples: {} };
    const rounds = this.#options.seconds === undefined ? 1 : this.#pairs;
    for (let round = 0; round < rounds; round += 1) {
      // Later rounds must not find what the first one has prepared.
      if (round > 0) {
        order.workspace = `${workspace} ${round}`;
        order.key = await this.#stack.keyOfWorkspace(order.workspace);
      }
      const noisy = await this.#evening(async () => {
        const noise = await startNoise(order);
        return async () => merge(total, await noise.stop());
      });
      times.noisy.push(...noisy.report.milliseconds);
      found.push(...noisy.found);
      if (this.#options.seconds === undefined) continue;
      // The noisy tenant may use what its budget allows, and is compared with what it did use.
      const share = Math.min(await this.#budget(key), Math.max(0, noisy.cpu - this.#quiet));
      times.share += share / rounds;
      const burnt = await this.#evening(async () => burnCpu(share));
      times.burnt.push(...burnt.report.milliseconds);
      if (burnt.found.length > 0) console.log(`    beside burnt CPU: ${burnt.found[0]}`);
    }
    return { way, times, noise: total, found: [...judge(times, total), ...found] };
  }

  /** How many times each way alternates between noise and burnt CPU. */
  get #pairs(): number {
    return Math.max(2, Math.ceil((this.#options.seconds ?? 0) / (2 * LONGEST_EVENING)));
  }

  get #seconds(): number {
    const { seconds } = this.#options;
    return seconds === undefined ? SHORT_SECONDS : seconds / (2 * this.#pairs);
  }

  /** How many processors a tenant's milliseconds of the database are. */
  async #budget(key: string): Promise<number> {
    const limits = z.looseObject({
      data: z.array(z.looseObject({ name: z.string(), limit: z.number() })),
    });
    const { body } = await this.#client.send('GET', '/v1/limits', undefined, key);
    const most = limits.parse(body).data.find(({ name }) => name === 'database_ms_per_minute');
    return (most?.limit ?? 0) / 60_000;
  }

  /**
   * Lives one evening at a new venue beside a neighbour, and checks it before the neighbour ends.
   * @param startNeighbour returns a function that ends the neighbour
   * @returns also the processors that the whole stack has used during the evening
   */
  async #evening(
    startNeighbour: () => Promise<() => unknown>,
  ): Promise<{ report: EveningReport; cpu: number; found: string[] }> {
    this.#rounds += 1;
    const followUps = { channels: ['email', 'conversation'] };
    const { id: venueId } = await makeVenue(this.#client, { followUps }, TABLES);
    const { url } = this.#stack;
    const { seed } = this.#options;
    const round = `e${this.#rounds}`;
    const seconds = this.#seconds;
    const order: EveningOrder = { url, key: this.#key, venueId, round, seconds, seed };
    this.#failures = [];
    const endNeighbour = await startNeighbour();
    const compared = this.#options.seconds !== undefined;
    const before = compared ? cpuSeconds() : 0;
    const started = performance.now();
    const report = await runEvening(order);
    const took = (performance.now() - started) / 1000;
    const cpu = compared ? (cpuSeconds() - before) / took : 0;
    const found = await checkEvening(this.#client, venueId, report, this.#arrivals);
    await endNeighbour();
    return { report, cpu, found: [...found, ...this.#failures] };
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
