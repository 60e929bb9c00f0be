import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Client } from './client.ts';
import type { EveningReport, GuestRecord } from './evening.ts';
import type { ReceivedEvent } from './receiver.ts';

/** What the ordinary tenant is promised: all is done within a minute. */
const LATEST_MS = 60_000;

const messages = z.looseObject({
  data: z.array(
    z.looseObject({ id: z.string(), seq: z.int(), role: z.string(), emotionState: z.string() }),
  ),
});
const summary = z.looseObject({ messages: z.int(), abstained: z.int() });
const booking = z.looseObject({ state: z.string(), version: z.int() });
const timeline = z.looseObject({
  jobs: z.array(
    z.looseObject({
      ...{ kind: z.string(), channel: z.string(), state: z.string() },
      ...{ reason: z.string().nullable(), dueAt: z.string(), finishedAt: z.string().nullable() },
      scheduleVersion: z.int().nullable(),
    }),
  ),
});
const entry = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), state: z.string() })),
});
const dead = z.looseObject({ data: z.array(z.unknown()) });

/** When each webhook event arrived first (epoch milliseconds), by its name in {@link nameOf}. */
export type Arrivals = Map<string, number>;

/** The name of an event that the receiver of the ordinary tenant got. */
export function nameOf({ type, data }: ReceivedEvent): string {
  return type.startsWith('booking.')
    ? `${type} ${data['bookingId']} ${data['version']}`
    : `${type} ${data['conversationId']} ${data['id']}`;
}

/**
 * Waits until all that the evening has caused is done, at most a minute for each cause, and returns
 * what is lost, late, dead or refused.
 */
export async function checkEvening(
  client: Client,
  venueId: string,
  report: EveningReport,
  arrivals: Arrivals,
): Promise<string[]> {
  const found: string[] = report.refused.map((each) => `refused: ${each}`);
  const waiting = [...report.guests];
  const checker = async () => {
    for (let guest = waiting.pop(); guest !== undefined; guest = waiting.pop()) {
      found.push(...(await settle(client, venueId, guest, arrivals)));
    }
  };
  await Promise.all([checker(), checker(), checker()]);
  const listed = await client.send('GET', '/v1/operations/dead-jobs');
  const jobs = dead.safeParse(listed.body).data?.data;
  for (const job of jobs ?? []) found.push(`dead: ${JSON.stringify(job)}`);
  if (jobs === undefined) found.push(`GET /v1/operations/dead-jobs answered ${listed.status}`);
  return found;
}

/** Looks at a guest until nothing is open, or until a minute after the guest's last request. */
async function settle(
  client: Client,
  venueId: string,
  guest: GuestRecord,
  arrivals: Arrivals,
): Promise<string[]> {
  const causes = [...guest.messages, ...guest.events, guest.booking, guest.entry];
  const last = Math.max(...causes.map((cause) => cause?.at ?? 0));
  for (;;) {
    // The time is read before the look, so that what is open afterwards was open at that time.
    const now = Date.now();
    const open = await look(client, venueId, guest, arrivals);
    if (open.length === 0 || now > last + LATEST_MS) return open;
    await sleep(1000);
  }
}

async function look(
  client: Client,
  venueId: string,
  guest: GuestRecord,
  arrivals: Arrivals,
): Promise<string[]> {
  const who = guest.conversation;
  const open: string[] = [];
  const check = (holds: boolean, fault: string) => {
    if (!holds) open.push(`${who}: ${fault}`);
  };
  const read = async <T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> => {
    const { status, body } = await client.send('GET', path);
    const parsed = schema.safeParse(body).data;
    check(status === 200 && parsed !== undefined, `GET ${path} answered ${status}`);
    return parsed;
  };

  const talk = `/v1/conversations/${who}`;
  const stored = (await read(messages, `${talk}/messages?limit=200`))?.data ?? [];
  check(
    stored.every(({ seq }, at) => seq === at + 1),
    `the seqs have a gap: ${stored.map(({ seq }) => seq).join(' ')}`,
  );
  for (const { id, seq } of guest.messages) {
    const found = stored.filter((each) => each.id === id);
    check(found.length === 1, `message ${id} is stored ${found.length} times`);
    check(found[0]?.seq === seq, `message ${id} has the seq ${found[0]?.seq}, not ${seq}`);
  }
  const unread = stored.filter(
    ({ role, emotionState }) => role === 'customer' && emotionState !== 'folded',
  );
  check(unread.length === 0, `${unread.length} emotions are not folded`);
  const counted = await read(summary, `${talk}/emotions`);
  const sum = (counted?.messages ?? 0) + (counted?.abstained ?? 0);
  const said = guest.messages.filter(({ role }) => role === 'customer').length;
  check(sum === said, `the statistics count ${sum} messages of ${said}`);

  for (const { id, at } of guest.messages) punctual(`message.created ${who} ${id}`, at);
  for (const { type, version, at } of guest.events) {
    punctual(`${type} ${guest.booking?.id} ${version}`, at);
  }
  if (guest.booking !== undefined) await lookAtBooking(guest.booking);
  if (guest.entry !== undefined) {
    const { id } = guest.entry;
    const listed = await read(entry, `/v1/venues/${venueId}/waitlist?limit=200`);
    const state = listed?.data.find((each) => each.id === id)?.state;
    check(state === 'offered', `the waitlist entry is ${state}, although tables are free`);
  }
  return open;

  function punctual(event: string, cause: number): void {
    const at = arrivals.get(event);
    check(at !== undefined, `the webhook has not received ${event}`);
    const late = (at ?? cause) - cause;
    check(late <= LATEST_MS, `${event} arrived after ${Math.round(late / 1000)} s`);
  }

  async function lookAtBooking(made: NonNullable<GuestRecord['booking']>): Promise<void> {
    const { id, state, version, at, moved } = made;
    const shown = await read(booking, `/v1/bookings/${id}`);
    check(shown?.state === state, `the booking is ${shown?.state}, not ${state}`);
    check(shown?.version === version, `the booking has version ${shown?.version}, not ${version}`);
    const jobs = (await read(timeline, `/v1/bookings/${id}/timeline`))?.jobs ?? [];
    for (const { kind, channel, state: now, reason, dueAt, finishedAt } of jobs) {
      const due = Date.parse(dueAt);
      check(now !== 'dead', `${kind} by ${channel} is dead: ${reason}`);
      check(now !== 'planned' || due > Date.now(), `${kind} by ${channel} waits: ${reason}`);
      const late = finishedAt === null ? 0 : Date.parse(finishedAt) - due;
      check(late <= LATEST_MS, `${kind} by ${channel} was ${Math.round(late / 1000)} s late`);
    }
    // A cancellation right after the booking may suppress both texts.
    const kind = moved ? 'moved' : 'confirmation';
    if (state !== 'confirmed') return;
    for (const channel of ['email', 'conversation']) {
      const sent = jobs.find(
        (job) =>
          job.channel === channel &&
          // A booking that moved before its confirmation was sent is confirmed with the new time.
          (job.kind === kind || job.kind === 'confirmation') &&
          job.state === 'delivered',
      );
      check(sent !== undefined, `no ${kind} by ${channel} was sent`);
      const late = sent?.finishedAt ? Date.parse(sent.finishedAt) - at : 0;
      check(late <= LATEST_MS, `${kind} by ${channel} came after ${Math.round(late / 1000)} s`);
    }
  }
}
