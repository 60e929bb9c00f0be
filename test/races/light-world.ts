import pg from 'pg';
import type { Conditions, ConditionsAt } from '../../scripts/simulate/conditions.ts';
import { createRandom } from '../../scripts/simulate/random.ts';
import { samplesBetween } from '../../scripts/simulate/samples.ts';
import { type FoldPorts, foldMessages } from '../../src/emotions/fold-messages.ts';
import { hoursOfBaseline } from '../../src/operations/light/baseline.ts';
import { evaluateLight } from '../../src/operations/light/evaluate-light.ts';
import type { QueueMetrics } from '../../src/operations/light/readings.ts';
import { showStatus } from '../../src/operations/light/show-status.ts';
import type { LightPorts } from '../../src/operations/ports.ts';
import { operationsSettingsSchema } from '../../src/operations/settings.ts';
import { type ConversationId, idSchema } from '../../src/platform/ids.ts';
import type { Sample } from '../../src/platform/latency/sample.ts';
import { countTelemetry } from '../../src/platform/latency/sample-store.ts';
import type { RealPostgres } from './real-postgres.ts';

export const MINUTE = 60_000;
export const SETTINGS = operationsSettingsSchema.parse({});
/** Requests of all clients a minute, of which 60 % store a message. */
export const PER_MINUTE = 300;
const MOST_WEIGHT = 1000;

/** The platform as it is when nothing is wrong. */
export const ORDINARY: Conditions = {
  ...{ perMinute: PER_MINUTE, databaseMs: 12, networkMs: 45, failedShare: 0.0002 },
  ...{ regions: { 'EU-CDG': 0.5, 'EU-FRA': 0.3, 'NA-EWR': 0.2 }, slowRegion: null },
  ...{ skewsMs: [0], cronRuns: true, overdue: [], failing: [], queues: [] },
  connections: { used: 0, most: 0, waitingForLocks: 0 },
};

const silent = { info() {}, warn() {}, error() {} };

/**
 * The light on a real database with a clock of its own. Requests are samples that are counted as those
 * of the queue; everything else that is measured are real rows and sessions.
 */
export class LightWorld {
  readonly postgres: RealPostgres;
  now: number;
  conditionsAt: ConditionsAt = () => ORDINARY;
  queues: readonly QueueMetrics[] = [];
  #random = createRandom(11);
  #clients: pg.Client[] = [];

  constructor(postgres: RealPostgres, startsAt: number) {
    this.postgres = postgres;
    this.now = startsAt;
  }

  get deps(): LightPorts {
    const { postgres } = this;
    return {
      ...{ database: postgres.database, log: silent, operations: SETTINGS, now: () => this.now },
      queueMetrics: async () => this.queues,
      async sendDeliveries() {},
      cursors: { sign: unused, verify: unused },
      ...{ enqueueEmotion: unused, enqueueFollowUp: unused, venueChanged: unused },
    };
  }

  /** Forgets everything but the workspace, and counts usual requests in the hours of the baseline. */
  async begin(): Promise<void> {
    await this.postgres.rows(`
      truncate latency_of_regions, latency_of_workspaces, counted_samples, platform_light,
               light_changes, maintenance_windows, failed_work, pending_messages,
               set_apart_messages, due_moods, messages, conversations cascade`);
    const usual = { measured: 'store_message', outcome: 'done', region: 'EU-CDG' } as const;
    const fast = { isSlow: false, total: 300, inDatabase: 200, wait: 290 };
    const weights = (60 * PER_MINUTE) / MOST_WEIGHT;
    await this.count(
      hoursOfBaseline(this.now).flatMap((at) =>
        Array.from({ length: weights }, () => ({ ...usual, ...fast, at, weight: MOST_WEIGHT })),
      ),
    );
  }

  async count(samples: readonly Sample[]): Promise<void> {
    await this.postgres.database.run(countTelemetry, {
      samples: samples.map((sample) => ({ id: crypto.randomUUID(), workspaceId: null, sample })),
    });
  }

  /** Lets time pass, with the requests that end in it. */
  async pass(ms: number): Promise<void> {
    const range = { from: this.now, to: this.now + ms };
    await this.count([...samplesBetween(SETTINGS, this.conditionsAt, this.#random, range)]);
    this.now = range.to;
  }

  evaluate() {
    return evaluateLight(this.deps);
  }

  status() {
    return showStatus(this.deps, this.postgres.caller, { of: 'platform' });
  }

  /** Stores messages of guests at a time, which nobody has folded yet. */
  async store(
    messages: number,
    at: number,
  ): Promise<{ conversationId: ConversationId; seq: number }[]> {
    const rows = await this.postgres.rows<{ id: string }>(`
      with made as (
        insert into conversations (id, workspace_id, external_id, channel, last_seq)
        select x.id, w.id, x.id::text, 'web', 1
          from workspaces w, (select gen_random_uuid() as id from generate_series(1, ${messages})) x
        returning id, workspace_id
      )
      insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                            emotion_state, created_at)
      select workspace_id, id, 1, 'm', 'customer', 'lovely', to_timestamp(${at / 1000}), 'x',
             'pending', to_timestamp(${at / 1000}) from made
      returning conversation_id as id`);
    return rows.map(({ id }) => ({ conversationId: idSchema<'conversation'>().parse(id), seq: 1 }));
  }

  /** The consumer of the queue gets messages, but its classifier fails. */
  async failToRead(jobs: Parameters<typeof foldMessages>[1]): Promise<void> {
    const classifier: FoldPorts['classifier'] = {
      modelVersion: 'test',
      classify: async () => {
        throw new Error('the classifier fails');
      },
    };
    await foldMessages({ ...this.deps, classifier }, jobs);
  }

  /** Opens a session of its own. */
  async connect(): Promise<pg.Client> {
    const [server] = await this.postgres.rows<{ port: number }>(
      'select inet_server_port() as port',
    );
    const client = new pg.Client(`postgres://postgres@127.0.0.1:${server?.port}/maitred`);
    client.on('error', () => {});
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  /** Sessions that wait for a lock, which another one holds. */
  async block(sessions: number): Promise<void> {
    const lock = 'select id from workspaces for update';
    const holder = await this.connect();
    await holder.query('begin');
    await holder.query(lock);
    for (let n = 0; n < sessions; n += 1) {
      const client = await this.connect();
      client.query(lock).catch(() => {});
    }
    // Only sessions that have waited for a second on the database's own clock count.
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }

  /** Opens sessions until clients have so many. */
  async connectUntil(sessions: number): Promise<void> {
    const [row] = await this.postgres.rows<{ used: number }>(
      `select count(*)::int as used from pg_stat_activity where backend_type = 'client backend'`,
    );
    for (let used = row?.used ?? 0; used < sessions; used += 1) await this.connect();
  }

  /** Ends the sessions that the test has opened. */
  async disconnect(): Promise<void> {
    for (const client of this.#clients.splice(0)) await client.end();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function unused(): never {
  throw new Error('the light does not need this');
}
