import type { Visitor } from '../visitor.ts';

/** Merges two guests. A guest that was merged away books on, by the old id. */
export async function merge(visitor: Visitor): Promise<void> {
  const { merged } = visitor.world;
  const [from, into] = [visitor.guest(), visitor.guest()];
  if (from === into) return;
  const path = `/v1/customers/${from}/merge`;
  const request = { method: 'POST', path, body: { into } };
  const reply = await visitor.ask({ operation: 'merge', key: 'staff', ...request });
  if (reply.status < 300) merged.set(from, into);
}

/** Refuses a guest, or lets a refused one book again. One client at a time changes a guest. */
export async function refuse(visitor: Visitor): Promise<void> {
  const { refused } = visitor.world;
  if (refused.size > 4) return admit(visitor);
  const guest = visitor.guest();
  if (refused.has(guest)) return;
  refused.add(guest);
  const path = `/v1/customers/${guest}/refusal`;
  const request = { method: 'PUT', path, body: { reason: 'left without paying' } };
  const reply = await visitor.ask({ operation: 'refuse', key: 'staff', ...request });
  if (reply.status >= 300) refused.delete(guest);
}

async function admit(visitor: Visitor): Promise<void> {
  const { refused } = visitor.world;
  const [guest] = refused;
  if (guest === undefined) return;
  refused.delete(guest);
  const path = `/v1/customers/${guest}/refusal`;
  await visitor.ask({ operation: 'admit', key: 'staff', method: 'DELETE', path });
}

/** A message of a guest with an emotion, in one of the guest's two conversations. */
export async function message(visitor: Visitor): Promise<void> {
  const guest = visitor.guest();
  const path = `/v1/conversations/chat-${guest}-${visitor.below(2)}/messages`;
  const body = {
    role: 'customer',
    text: 'a table, please',
    customer: { id: guest },
    emotion: { label: visitor.one(['joy', 'anger']), valence: visitor.one([-0.5, 0.5]) },
  };
  await visitor.ask({ operation: 'message', key: 'guest', method: 'POST', path, body });
}

/** Reads something that other clients are changing. */
export async function read(visitor: Visitor): Promise<void> {
  const { id, today } = visitor.one(visitor.world.venues);
  const booking = visitor.someBooking(() => true)?.booking.id;
  const path = visitor.one([
    `/v1/venues/${id}/availability?from=${today}&to=${today}&partySize=${visitor.from(1, 8)}`,
    `/v1/venues/${id}/blocks`,
    `/v1/bookings?venueId=${id}&date=${today}`,
    ...(booking === undefined ? [] : [`/v1/bookings/${booking}/timeline`]),
  ]);
  await visitor.ask({ operation: 'read', key: 'staff', method: 'GET', path });
}
