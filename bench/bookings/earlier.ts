import type pg from 'pg';
import { newId } from '../../src/platform/ids.ts';
import { backgroundPool, keyId, one, transaction } from '../peer.ts';
import { venueUuid, type WantedBooking } from './book.ts';
import * as sql from './sql.ts';

// The statements of the earlier Python service (SQLAlchemy: a ping at each checkout, a transaction,
// a look-up before each write, a refresh after it) on the current tables, without Python. Before:
// the request schedules three messages and sends two confirmations. After: the consumers of a queue
// do both, on separate connections.

export interface Booked {
  id: string;
}

/** The concurrency of the application's queue. */
const CONSUMERS = 4;
const SCHEDULED = ['remind_day', 'remind_hour', 'thank'];
const CONFIRMED = ['confirm_mail', 'confirm_text'];

/** Makes a booking with 25 round trips, all before the answer. */
export function bookBefore(wanted: WantedBooking): Promise<Booked> {
  const { start, partySize, customer } = wanted;
  const venueId = venueUuid(wanted.venueId);
  return transaction(true, async (on) => {
    const key = await one(on, 'key', sql.sqlKey, [keyId]);
    const guest = await one(on, 'customer', sql.sqlCustomer, [key.workspace_id, customer.id]);
    const table = await one(on, 'free', sql.sqlFree, [venueId, partySize, start]);
    const id = newId();
    await one(on, 'insert', sql.sqlInsert, [
      ...[id, key.workspace_id, venueId, guest.id],
      ...[start, partySize],
    ]);
    await one(on, 'place', sql.sqlPlace, [id, table.id, venueId, start]);
    await one(on, 'event', sql.sqlEvent, [id, start, partySize, [table.id]]);
    await one(on, 'refresh', sql.sqlBooking, [id]);
    await followUp(on, id);
    return { id };
  });
}

/** Makes a booking with 5 round trips before the answer, and 20 in the background. */
export async function bookAfter(wanted: WantedBooking): Promise<Booked> {
  const { start, partySize, customer } = wanted;
  const venueId = venueUuid(wanted.venueId);
  const booked = await transaction(true, async (on) => {
    const table = await one(on, 'free for', sql.sqlFreeFor, [
      ...[keyId, customer.id],
      ...[venueId, partySize, start],
    ]);
    const id = newId();
    await one(on, 'insert all', sql.sqlInsertAll, [
      ...[id, table.workspace_id, venueId, table.customer_id],
      ...[start, partySize, table.id],
    ]);
    return { id };
  });
  waiting.push(booked.id);
  consume();
  return booked;
}

const waiting: string[] = [];
let consumers = 0;

/**
 * Takes jobs from the queue, one at a time for each consumer. The queue is in memory, so its cost
 * is not measured.
 */
function consume(): void {
  if (consumers >= CONSUMERS) return;
  const id = waiting.shift();
  if (id === undefined) return;
  consumers += 1;
  const work = async (on: pg.PoolClient) => {
    await one(on, 'booking', sql.sqlBooking, [id]);
    await followUp(on, id);
    await one(on, 'done', sql.sqlDone, [id]);
  };
  transaction(true, work, backgroundPool)
    .catch(() => {})
    .finally(() => {
      consumers -= 1;
      consume();
    });
}

/** Schedules three messages and sends two confirmations, with 15 round trips. */
async function followUp(on: pg.PoolClient, bookingId: string): Promise<void> {
  for (const kind of SCHEDULED) {
    await one(on, 'find job', sql.sqlFindJob, [bookingId, kind]);
    const made = await one(on, 'new job', sql.sqlNewJob, [bookingId, kind]);
    await one(on, 'refresh job', sql.sqlJob, [made.id]);
  }
  for (const kind of CONFIRMED) {
    await one(on, 'address', sql.sqlAddress, [bookingId]);
    const sent = await one(on, 'sent', sql.sqlSent, [bookingId, kind]);
    await one(on, 'refresh job', sql.sqlJob, [sent.id]);
  }
}
