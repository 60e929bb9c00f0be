import { booking, customer, pageOf, receipt, refusal, withId } from '../answers.ts';
import { get, patch, post, put, remove } from '../api.ts';
import { done, made, refused, tablesOf } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** The guest book: finding a guest, notes, two ids of one guest, and a guest who may not book. */
export async function keepTheGuestBook(stage: Stage, house: Restaurant): Promise<void> {
  const { assistant, maria, guest, venueId, own, phoneOfInes } = house;
  const { clock } = stage;
  const ines = own('ines');
  const found = `/v1/customers?phone=${encodeURIComponent(phoneOfInes)}&country=FR`;
  const guests = (is: string) => ({
    status: 200,
    answer: pageOf(customer.pick({ name: true })),
    fact: ({ data }: { data: { name: string | null }[] }) =>
      data
        .map(({ name }) => name)
        .toSorted()
        .join(' and '),
    is,
  });
  stage.part('The guest book');

  await stage.act(
    get(maria, found),
    `looks up who rings from ${phoneOfInes}`,
    guests('Ines Varon'),
  );
  await stage.act(
    get(maria, `${found}&name=in%20var`),
    'types "in var" besides',
    guests('Ines Varon'),
  );
  await stage.act(
    get(maria, `/v1/bookings?phone=${encodeURIComponent(phoneOfInes)}`),
    'lists the bookings of this number',
    {
      status: 200,
      answer: pageOf(booking),
      fact: ({ data }) => data.map(tablesOf).join(', '),
      is: 'Table 1',
    },
  );
  await stage.act(
    patch(maria, `/v1/customers/${ines}`, {
      tags: ['regular', own('window')],
      preferences: 'The table by the window.',
      staffNotes: 'Her sister owns the bakery.',
    }),
    'writes down what she knows of Ines',
    {
      status: 200,
      answer: customer,
      fact: ({ tags, staffNotes }) => `${tags[0]}, ${staffNotes}`,
      is: 'regular, Her sister owns the bakery.',
    },
  );
  await stage.act(
    get(assistant, `/v1/customers/${ines}`),
    'looks at Ines, without the notes of the staff',
    {
      status: 200,
      answer: customer,
      fact: ({ tags, staffNotes, withheld }) => `${tags[0]}, ${staffNotes}, hidden: ${withheld}`,
      is: 'regular, null, hidden: staffNotes',
    },
  );
  await stage.act(
    patch(assistant, `/v1/customers/${ines}`, { tags: [] }),
    'tries to change them',
    refused('scope_missing', 403),
  );
  await stage.act(
    post(assistant, `/v1/conversations/${own('chat-ines')}/messages`, {
      role: 'customer',
      text: 'Use my other address from now on, please.',
      customer: { id: ines, email: `${own('other')}@example.com` },
    }),
    'stores that Ines has another address, and may not replace the old one',
    {
      status: 201,
      answer: receipt,
      fact: ({ seq, unchanged }) => `message ${seq}, unchanged: ${unchanged}`,
      is: 'message 3, unchanged: customer.email',
    },
  );
  await stage.act(
    get(maria, `/v1/customers?tag=${own('window')}`),
    'lists those who like the window',
    guests('Ines Varon'),
  );

  const caller = guest('Caller', { name: 'Ines V.', phone: `+33 ${phoneOfInes.slice(1)}` });
  await stage.act(
    post(maria, '/v1/bookings', {
      venueId,
      start: clock.on(2, '20:00'),
      partySize: 2,
      customer: caller,
      actor: 'Maria',
    }),
    'books the day after tomorrow for a caller, whom she writes down anew',
    made('confirmed, Table 1'),
  );
  await stage.act(
    get(maria, found),
    'sees that two guests have this number',
    guests('Ines V. and Ines Varon'),
  );
  await stage.act(
    post(maria, `/v1/customers/${caller.id}/merge`, { into: ines }),
    'merges the two, because they are one',
    {
      status: 200,
      answer: customer,
      fact: ({ name, merged }) => `${name}, also ${merged.map(({ id }) => id)}`,
      is: `Ines Varon, also ${caller.id}`,
    },
  );
  await stage.act(
    get(maria, `/v1/bookings?customer=${caller.id}`),
    'finds both bookings by either id',
    {
      status: 200,
      answer: pageOf(withId),
      fact: ({ data }) => `${data.length} bookings`,
      is: '2 bookings',
    },
  );

  const bruno = own('bruno');
  await stage.act(
    post(assistant, `/v1/conversations/${own('chat-bruno')}/messages`, {
      role: 'customer',
      text: 'It is Bruno again. Four of us tomorrow!',
      customer: guest('Bruno'),
    }),
    'stores what Bruno writes',
    { status: 201, answer: receipt, fact: ({ seq }) => `message ${seq}`, is: 'message 1' },
  );
  await stage.act(
    put(maria, `/v1/customers/${bruno}/refusal`, { reason: 'Left without paying in May.' }),
    'puts Bruno on the list of those who may not book',
    {
      status: 200,
      answer: refusal,
      fact: ({ reason }) => reason ?? '',
      is: 'Left without paying in May.',
    },
  );
  const brunosTable = post(assistant, '/v1/bookings', {
    venueId,
    start: clock.on(2, '19:00'),
    partySize: 4,
    customer: { id: bruno },
  });
  await stage.act(
    brunosTable,
    'asks for a table for Bruno, and does not hear why not',
    refused('guest_refused'),
  );
  await stage.act(
    remove(maria, `/v1/customers/${bruno}/refusal`),
    'takes Bruno off the list, because he has paid',
    done('Bruno may book'),
  );
  await stage.act(brunosTable, 'books for Bruno', made('confirmed, Table 3'));
}
