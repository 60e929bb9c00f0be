import { z } from 'zod';
import { readId, showId } from '../../platform/ids.ts';
import { describeFault, type LogFields } from '../../platform/log.ts';
import type { GatePorts, Ports } from '../../platform/ports.ts';
import { makeCanary } from './store.ts';
import {
  CANARY_GUEST,
  CANARY_KEY,
  CANARY_SCOPES,
  CANARY_TABLE,
  CANARY_VENUE,
  CANARY_VENUE_SETTINGS,
  CANARY_WORKSPACE,
  SLOT_MINUTES,
} from './workspace.ts';

/** The dependencies of the canary. */
export interface CanaryPorts
  extends Pick<Ports, 'database' | 'log' | 'now'>,
    Pick<GatePorts, 'signer'> {
  /** A random number from 0 to 1. */
  random(): number;
  readonly isCanaryOn: boolean;
}

/** Sends a request to the HTTP API of this Worker, without the network. */
export type FetchOwn = (request: Request) => Promise<Response>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SLOT_MS = SLOT_MINUTES * MINUTE_MS;
/**
 * The canary writes into a conversation for a quarter of an hour, so that a page shows all of its
 * messages, and returns to it after the others, when its messages have been deleted.
 */
const CONVERSATION_MS = 15 * MINUTE_MS;
const CONVERSATIONS = 24;
/**
 * Each minute of an hour has its own day, and a booking draws a slot of that day. An earlier run that did
 * not cancel its booking used another day, and the sweep deletes that booking after five minutes. Two
 * runs in the same minute hardly ever draw the same slot.
 */
const DAYS = 60;

const TEXT = 'A table for two tomorrow evening, please. Thank you!';

const problemSchema = z.object({ code: z.string() });
const receiptSchema = z.object({ id: z.string(), status: z.literal('created') });
const pageSchema = z.object({ data: z.array(z.object({ id: z.string(), text: z.string() })) });
const bookingSchema = z.object({ id: z.string(), state: z.string() });

/** A step of the canary did not get the answer that it expects. */
class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
  readonly fields: LogFields;

  constructor(fields: LogFields) {
    super('the canary got a wrong answer');
    this.fields = fields;
  }
}

/**
 * Stores and reads a message, and makes and cancels a booking, each by a request as a client would send
 * it, in a workspace that only the canary uses. A step that fails is logged as `canary_failed`, and the
 * steps that do not need its result still run. It never throws.
 */
export async function runCanary(deps: CanaryPorts, fetchOwn: FetchOwn): Promise<void> {
  if (!deps.isCanaryOn) return;
  await step('prepare', () =>
    deps.database.run(makeCanary, {
      ...{ workspace: CANARY_WORKSPACE, key: CANARY_KEY, scopes: CANARY_SCOPES },
      ...{ venue: CANARY_VENUE, table: CANARY_TABLE, ...CANARY_VENUE_SETTINGS },
    }),
  );
  const conversation = Math.floor(deps.now() / CONVERSATION_MS) % CONVERSATIONS;
  const path = `/v1/conversations/canary-${conversation}/messages`;
  const customer = { id: CANARY_GUEST };
  const id = crypto.randomUUID();

  const stored = await step('store_message', async () => {
    const message = { id, role: 'customer', text: TEXT, customer };
    return ask('POST', path, 201, receiptSchema, message);
  });
  if (stored !== undefined) {
    await step('read_messages', async () => {
      const { data } = await ask('GET', `${path}?limit=200`, 200, pageSchema);
      if (!data.some((message) => message.id === id && message.text === TEXT)) {
        throw new WrongAnswer({ status: 200, code: 'message_missing' });
      }
    });
  }

  const booking = await step('make_booking', async () => {
    const place = { venueId: showId('venue', CANARY_VENUE), start: drawStart(), partySize: 2 };
    return ask('POST', '/v1/bookings', 201, bookingSchema, { ...place, customer });
  });
  if (booking === undefined) return;
  await step('check_booking', async () => {
    if (booking.state !== 'confirmed') throw new WrongAnswer({ code: 'not_confirmed' });
  });
  await step('cancel_booking', async () => {
    if (readId('booking', booking.id) === undefined) throw new WrongAnswer({ code: 'no_id' });
    const { state } = await ask('POST', `/v1/bookings/${booking.id}/cancel`, 200, bookingSchema);
    if (state !== 'cancelled') throw new WrongAnswer({ status: 200, code: 'not_cancelled' });
  });

  /** Runs a step. Undefined when it has failed. */
  async function step<Result>(
    name: string,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      const fields = error instanceof WrongAnswer ? error.fields : describeFault(error);
      deps.log.warn('canary_failed', { step: name, ...fields });
      return undefined;
    }
  }

  async function ask<Schema extends z.ZodType>(
    method: string,
    path: string,
    expected: number,
    schema: Schema,
    body?: object,
  ): Promise<z.infer<Schema>> {
    const { signer } = deps;
    const claims = { keyId: CANARY_KEY, workspaceId: CANARY_WORKSPACE, scopes: CANARY_SCOPES };
    const request = new Request(`https://canary.invalid${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${await signer.sign(claims)}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await fetchOwn(request);
    const { status } = response;
    const answer: unknown = await response.json().catch(() => undefined);
    if (status !== expected) {
      throw new WrongAnswer({ status, code: problemSchema.safeParse(answer).data?.code });
    }
    const { data } = schema.safeParse(answer);
    if (data === undefined) throw new WrongAnswer({ status, code: 'unexpected_body' });
    return data;
  }

  /** A slot on the day of this minute, from tomorrow on. */
  function drawStart(): string {
    const slotsOfDay = DAY_MS / SLOT_MS;
    const day = 1 + (Math.floor(deps.now() / MINUTE_MS) % DAYS);
    const slot = day * slotsOfDay + Math.floor(deps.random() * slotsOfDay);
    return new Date((Math.ceil(deps.now() / SLOT_MS) + slot) * SLOT_MS).toISOString();
  }
}
