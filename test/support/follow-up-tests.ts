import { env } from 'cloudflare:workers';
import { beforeEach, expect } from 'vitest';
import type { Scope } from '../../src/platform/auth/scopes.ts';
import { readId } from '../../src/platform/ids.ts';
import { asking, makeVenue, tomorrow } from './bookings.ts';
import { createWorld, type World, type WorldOptions } from './follow-up-world.ts';
import { type Call, client, makeKey, testDeps } from './workspace.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface JobShown {
  kind: string;
  channel: string;
  state: string;
  reason: string | null;
  dueAt: string;
  nextAttemptAt: string | null;
  finishedAt: string | null;
  event: string | null;
  attempts: { outcome: string; status: number | null; reason: string | null }[];
}

/** The UUID behind a booking's shown id. */
export function bookingIdOf(shown: string) {
  const id = readId('booking', shown);
  if (id === undefined) throw new Error(`${shown} is no booking's id`);
  return id;
}

/** Jobs in short: `reminder email suppressed cancelled`. */
export const inShort = (jobs: readonly JobShown[]): string[] =>
  jobs.map(({ kind, channel, state, reason }) => [kind, channel, state, reason].join(' ').trim());

/** When the booking of {@link FollowUpTests.book} starts. */
export const startOf = (): number => Date.parse(tomorrow(19));

export class FollowUpTests {
  workspace = '';
  key = '';
  address = '';
  endpoint = '';
  world!: World;
  call!: Call;

  /** Opens a world that begins now, with the Worker's queues leading into it. */
  open(options: Partial<WorldOptions> = {}): void {
    this.world = createWorld({
      database: testDeps().database,
      keySecret: String(Reflect.get(env, 'KEY_SECRET')),
      startsAt: Date.now(),
      ...options,
    });
    this.call = client(this.key, {}, { ...env, ...this.world.bindings });
  }

  /** A client in this world whose key has only these scopes. */
  async withScopes(...scopes: Scope[]): Promise<Call> {
    const key = await makeKey(this.workspace, scopes);
    return client(key, {}, { ...env, ...this.world.bindings });
  }

  /** The guest's emails. The world's sweep also carries out jobs of other tests. */
  mails() {
    return this.world.mails.filter(({ to }) => to === this.address);
  }

  /**
   * A venue that uses the channels email and conversation by default. Its reminder, two hours before
   * the start, is always ahead; one a day before may fall due at any moment of a test.
   */
  venueFor({
    followUps = {},
    ...settings
  }: {
    followUps?: object;
    lateGrace?: number;
    approvalFrom?: number;
  } = {}) {
    return makeVenue(asking(this.call), 2, {
      ...settings,
      followUps: { channels: ['email', 'conversation'], reminders: [120], ...followUps },
    });
  }

  /** Creates a webhook for the endpoint, which answers its challenge at once. */
  async listen(events: readonly string[]) {
    const made = await this.call('POST', '/v1/webhooks', { url: this.endpoint, events });
    await this.world.drain();
    return made.body;
  }

  /** A booking of a guest with an address and a conversation, tomorrow at seven in the evening. */
  async book(venueId: string, more: object = {}) {
    await this.call('POST', '/v1/conversations/chat/messages', {
      role: 'customer',
      text: 'a table please',
      customer: { id: 'maya', email: this.address, locale: 'en-GB' },
    });
    const made = await this.call('POST', '/v1/bookings', {
      venueId,
      start: tomorrow(19),
      partySize: 2,
      customer: { id: 'maya' },
      conversationId: 'chat',
      ...more,
    });
    expect(made.status).toBe(201);
    return made.body;
  }

  async jobsOf(booking: { id: string }): Promise<JobShown[]> {
    return (await this.call('GET', `/v1/bookings/${booking.id}/timeline`)).body.jobs;
  }

  /** The texts that the service has posted in the guest's conversation. */
  async texts(): Promise<string[]> {
    return (await this.call('GET', '/v1/conversations/chat/messages')).body.data
      .filter(({ role }: { role: string }) => role === 'assistant')
      .map(({ text }: { text: string }) => text);
  }
}

/**
 * The state that the follow-up tests of a file share. Each test gets a new workspace, because an
 * endpoint receives all events of its workspace.
 */
export function useFollowUps(file: string): FollowUpTests {
  const tests = new FollowUpTests();
  let workspaces = 0;
  beforeEach(async () => {
    workspaces += 1;
    tests.workspace = `${file} ${workspaces}`;
    tests.key = await makeKey(tests.workspace);
    tests.address = `maya-${file}-${workspaces}@example.com`;
    tests.endpoint = `https://hooks.tenant.example.com/${file}/${workspaces}`;
    tests.open();
  });
  return tests;
}
