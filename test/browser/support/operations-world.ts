import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { inject } from 'vitest';
import { evaluateLight } from '../../../src/operations/light/evaluate-light.ts';
import { operationsSettingsSchema } from '../../../src/operations/settings.ts';
import { openDatabaseForScript } from '../../../src/platform/database.ts';
import type { WorkspaceId } from '../../../src/platform/ids.ts';
import { bucketOf } from '../../../src/platform/latency/histogram.ts';
import { countTelemetry } from '../../../src/platform/latency/sample-store.ts';
import { answerChallenge } from '../../support/challenges.ts';

const database = () =>
  openDatabaseForScript({ url: inject('consoleStack').databaseUrl, timeoutMs: 10_000 });

/** Counts messages and bookings that took so long, as the queue `telemetry` brings them. */
export async function countRequests(
  workspaceId: WorkspaceId | null,
  { each, totalMs, at = Date.now() }: { each: number; totalMs: number; at?: number },
): Promise<void> {
  const samples = (['store_message', 'confirm_booking'] as const).flatMap((measured) =>
    Array.from({ length: each }, () => ({
      ...{ id: crypto.randomUUID(), workspaceId },
      sample: {
        ...{ measured, outcome: 'done' as const, region: 'EU-CDG', at, weight: 1 },
        isSlow: totalMs >= (measured === 'store_message' ? 1000 : 500),
        total: bucketOf(totalMs),
        inDatabase: bucketOf(totalMs / 4),
        wait: bucketOf((totalMs * 3) / 4),
      },
    })),
  );
  await database().run(countTelemetry, { samples });
}

function unused(): never {
  throw new Error('not used');
}

/** Evaluates the light of the platform, as the Cron Trigger does each minute. */
export const evaluate = (at = Date.now()) =>
  evaluateLight({
    database: database(),
    operations: operationsSettingsSchema.parse({}),
    now: () => at,
    queueMetrics: async () => [],
    async sendDeliveries() {},
    log: { info() {}, warn() {}, error() {} },
    cursors: { sign: unused, verify: unused },
    ...{ enqueueEmotion: unused, enqueueFollowUp: unused, venueChanged: unused },
  });

/** Runs SQL on the database of the stack. */
export async function runSql(text: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: inject('consoleStack').postgresUrl });
  await client.connect();
  try {
    await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}

/** A receiver of webhooks that proves itself, and answers events as it is told. */
export async function startReceiver() {
  const receiver = { status: 500, events: 0 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const challenge = answerChallenge(body);
    if (challenge !== undefined) {
      response.end(await challenge.text());
      return;
    }
    receiver.events += 1;
    response.writeHead(receiver.status).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}/events`,
    close: () => server.close(),
  });
}
