import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { Client } from './client.ts';
import { randomOf } from './random.ts';
import { dateIn } from './venue.ts';

// A thread that lives the evening of the ordinary tenant: guests arrive at a fixed rate, talk, search
// and book. It does the same requests for the same seed, and reports what the service has promised.

export interface EveningOrder {
  url: string;
  key: string;
  venueId: string;
  /** Begins the ids of the round's conversations and guests. */
  round: string;
  seconds: number;
  seed: number;
}

/** What the service has answered to a guest with success, at which time (epoch milliseconds). */
export interface GuestRecord {
  conversation: string;
  customer: string;
  messages: { id: string; role: string; seq: number; at: number }[];
  booking?: { id: string; state: string; version: number; at: number; moved: boolean };
  /** The booking's events that webhooks receive. */
  events: { type: string; version: number; at: number }[];
  entry?: { id: string; at: number };
  /** The local date and the start of the booking. */
  date: string;
}

export interface EveningReport {
  milliseconds: number[];
  guests: GuestRecord[];
  /** Requests that did not succeed. */
  refused: string[];
}

const GUEST_EVERY_MS = 500;
const TEXTS = [
  'Hello! A table for two, please. We loved the last evening with you.',
  'We are looking forward to it, thank you so much!',
  'Is there anything near the window? The draught at the door was terrible.',
  'I am a bit disappointed that nobody called me back.',
];

const received = z.looseObject({ id: z.string(), seq: z.int() });
const booked = z.looseObject({ id: z.string(), state: z.string(), version: z.int() });
const stored = z.looseObject({ seq: z.int(), booking: booked.optional() });
const searched = z.looseObject({
  days: z.array(
    z.looseObject({ slots: z.array(z.looseObject({ start: z.string(), status: z.string() })) }),
  ),
});

if (parentPort !== null) {
  parentPort.postMessage(await liveEvening(workerData as EveningOrder));
}

async function liveEvening(order: EveningOrder): Promise<EveningReport> {
  const report: EveningReport = { milliseconds: [], guests: [], refused: [] };
  const client = new Client(order.url, order.key, ({ method, path, answer }) => {
    report.milliseconds.push(answer.milliseconds);
    if (answer.status >= 200 && answer.status <= 299) return;
    const shown = JSON.stringify(answer.body)?.slice(0, 200);
    report.refused.push(`${method} ${path}: ${answer.status} ${shown}`);
  });
  const guests: Promise<void>[] = [];
  const count = Math.max(1, Math.round((order.seconds * 1000) / GUEST_EVERY_MS));
  const started = performance.now();
  for (let n = 0; n < count; n += 1) {
    await sleep(Math.max(0, started + n * GUEST_EVERY_MS - performance.now()));
    guests.push(serveGuest(client, order, n, report));
  }
  await Promise.all(guests);
  return report;
}

/** One guest of the evening; `n % 6` decides what becomes of the visit. */
async function serveGuest(client: Client, order: EveningOrder, n: number, report: EveningReport) {
  const random = randomOf(order.seed * 1009 + n);
  const venue = `/v1/venues/${order.venueId}`;
  const guest: GuestRecord = {
    conversation: `${order.round}-chat-${n}`,
    customer: `${order.round}-guest-${n}`,
    ...{ messages: [], events: [], date: dateIn(3 + (n % 20)) },
  };
  report.guests.push(guest);
  const customer = {
    ...{ id: guest.customer, name: `Guest ${n}` },
    email: `${guest.customer}@example.com`,
  };
  const talk = `/v1/conversations/${guest.conversation}`;
  const say = async (role: string, text: string, more: object = {}) => {
    const id = `m${guest.messages.length + 1}`;
    const { body } = await client.send('POST', `${talk}/messages`, { id, role, text, ...more });
    const receipt = stored.safeParse(body).data;
    if (receipt !== undefined) {
      guest.messages.push({ id, role, seq: receipt.seq, at: Date.now() });
      if (receipt.booking !== undefined) record(receipt.booking, 'booking.confirmed');
    }
    await pause();
  };
  const pause = () => sleep(50 + random() * 150);
  const record = (body: unknown, type: string | undefined) => {
    const booking = booked.safeParse(body).data;
    if (booking === undefined) return undefined;
    const at = Date.now();
    const moved = type === 'booking.rescheduled';
    const { id, state, version } = booking;
    guest.booking = { id, state, version, at, moved };
    if (type !== undefined) guest.events.push({ type, version, at });
    return id;
  };
  const text = () => TEXTS[Math.floor(random() * TEXTS.length)] ?? '';

  await say('customer', text(), { customer, channel: 'web' });
  await say('assistant', 'With pleasure! For how many, and when?');
  const search = `${venue}/availability?from=${guest.date}&to=${guest.date}&partySize=2`;
  const { body: found } = await client.send('GET', search);
  const slots = searched.safeParse(found).data?.days[0]?.slots ?? [];
  const free = slots.filter(({ status }) => status === 'free').map(({ start }) => start);
  const start = free[Math.floor(random() * (free.length - 1))];
  const later = free.at(-1);
  if (start === undefined || later === undefined) {
    report.refused.push(`${search}: no free slot`);
    return;
  }
  const place = { venueId: order.venueId, start, partySize: 2 };
  const book = async (more: object, type: string | undefined) => {
    const full = { ...place, customer, conversationId: guest.conversation, ...more };
    const id = record((await client.send('POST', '/v1/bookings', full)).body, type);
    await sleep(500);
    return id === undefined ? undefined : `/v1/bookings/${id}`;
  };
  const act = async (
    path: string | undefined,
    act: string,
    body: object | undefined,
    type: string,
  ) => {
    if (path === undefined) return;
    record((await client.send('POST', `${path}/${act}`, body)).body, type);
  };
  switch (n % 6) {
    case 0:
      await book({}, 'booking.confirmed');
      await client.send('GET', `/v1/bookings?venueId=${order.venueId}&date=${guest.date}`);
      break;
    case 1:
      await act(
        await book({ hold: true }, 'booking.held'),
        'confirm',
        undefined,
        'booking.confirmed',
      );
      break;
    case 2:
      await act(
        await book({}, 'booking.confirmed'),
        ...(['reschedule', { start: later }, 'booking.rescheduled'] as const),
      );
      break;
    case 3:
      await act(
        await book({}, 'booking.confirmed'),
        ...(['cancel', { reason: 'We are ill.' }, 'booking.cancelled'] as const),
      );
      break;
    case 4:
      await say('assistant', 'It is booked.', { booking: place });
      break;
    default: {
      const entry = await client.send('POST', `${venue}/waitlist`, {
        ...{ earliest: start, latest: later, partySize: 2, customer },
        conversationId: guest.conversation,
      });
      const id = received.pick({ id: true }).safeParse(entry.body).data?.id;
      if (id !== undefined) guest.entry = { id, at: Date.now() };
      await client.send('GET', `${venue}/waitlist`);
      await client.send('GET', '/v1/conversations?limit=20');
    }
  }
  await pause();
  await say('customer', text());
  await client.send('GET', talk);
}
