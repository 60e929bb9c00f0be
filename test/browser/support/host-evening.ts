import { expect } from 'vitest';
import type { FloorVenue } from './floor-venue.ts';

/** What a host does at the floor, by mouse or by keyboard. */
export interface Host {
  /** Opens the card of a party's booking. */
  openCard(name: string): Promise<void>;
  /** Presses a button of the open dialog, or of the page. */
  press(button: string): Promise<void>;
  fill(label: string, text: string): Promise<void>;
  /** Fills in a time such as 19:30. */
  fillTime(label: string, time: string): Promise<void>;
  choose(label: string, option: string): Promise<void>;
  /** Moves a booking on the timeline, so many slots later, to another table. */
  move(name: string, from: string, to: string, slots: number): Promise<void>;
  /** Opens the form for a party without a booking, and for a new booking. */
  walkIn(): Promise<void>;
  newBooking(): Promise<void>;
  /** Opens a block by its reason. */
  openBlock(reason: string): Promise<void>;
}

/** An act of a host, and what the service must say afterwards. */
type Act = readonly [
  does: string,
  act: () => Promise<void>,
  then: () => Promise<unknown>,
  is: unknown,
];

/** The bookings with which the evening begins. */
export async function openEvening(venue: FloorVenue) {
  const { book } = venue;
  return {
    ines: await book('Ines Marino', '11:00', { table: 'Table 1' }),
    omar: await book('Omar Haddad', '11:15', { table: 'Table 2' }),
    petra: await book('Petra Novak', '14:00', { table: 'Table 3' }),
    lee: await book('Lee Chen', '14:00', { table: 'Table 4' }),
    mira: await book('Mira Costa', '16:00', { table: 'Table 5', hold: true }),
    nora: await book('Nora Lind', '20:00', { table: 'Table 7', partySize: 3 }),
    zoe: await book('Zoe Martin', '18:00', { table: 'Table 6' }),
  };
}

/** Plays thirty acts of an evening, each of which is asked about through the API afterwards. */
export async function playHostsEvening(host: Host, venue: FloorVenue): Promise<number> {
  const { api, stateOf, floor, bookingOf, at, tableOf } = venue;
  const id = await openEvening(venue);
  await host.press('Floor');
  const onCard = (name: string, button: string) => async () => {
    await host.openCard(name);
    await host.press(button);
  };
  const inForm = (name: string, button: string, fill: () => Promise<void>) => async () => {
    await host.openCard(name);
    await host.press(button);
    await fill();
    await host.press('Save');
    await host.press('Close');
  };
  const show = (bookingId: string) => api.showBooking({ bookingId });
  const same = (iso: string) => Date.parse(iso);
  const tablesOf = async (bookingId: string) =>
    (await show(bookingId)).resources.map(({ name }) => name).join();
  const waiting = async () => (await floor()).waitlist.map(({ guest }) => guest?.name).join();
  const newEntry = (name: string) => async () => {
    await host.press('Add to the waitlist');
    await host.fill('Name', name);
    // No stay of two hours ends by closing, so the service offers the party nothing meanwhile.
    await host.fillTime('Earliest', '21:30');
    await host.fillTime('Latest', '22:30');
    await host.press('Add to the waitlist');
  };
  const block = (table: string, reason: string) => async () => {
    await host.press('Block');
    await host.choose('Table', table);
    await host.fillTime('From', '21:00');
    await host.fillTime('Until', '22:00');
    await host.fill('Reason', reason);
    await host.press('Block');
  };
  const reasons = async () => (await floor()).blocks.map(({ reason }) => reason).join();
  const acts: readonly Act[] = [
    ['seats Ines', onCard('Ines Marino', 'Seat'), () => stateOf(id.ines), 'seated'],
    ['lets Ines go', onCard('Ines Marino', 'Finish'), () => stateOf(id.ines), 'finished'],
    ['undoes that', onCard('Ines Marino', 'Undo'), () => stateOf(id.ines), 'seated'],
    ['gives Omar up', onCard('Omar Haddad', 'No-show'), () => stateOf(id.omar), 'no_show'],
    ['undoes that', onCard('Omar Haddad', 'Undo'), () => stateOf(id.omar), 'confirmed'],
    ['seats Omar', onCard('Omar Haddad', 'Seat'), () => stateOf(id.omar), 'seated'],
    [
      'moves Petra to another table',
      () => host.move('Petra Novak', 'Table 3', 'Table 8', 0),
      () => tablesOf(id.petra),
      'Table 8',
    ],
    [
      'moves Petra to another time',
      () => host.move('Petra Novak', 'Table 8', 'Table 8', 4),
      async () => same((await show(id.petra)).start),
      same(at('15:00')),
    ],
    [
      'moves a seated party',
      () => host.move('Omar Haddad', 'Table 2', 'Table 3', 0),
      () => tablesOf(id.omar),
      'Table 3',
    ],
    [
      'notes that Lee is late',
      onCard('Lee Chen', 'Late'),
      async () => (await show(id.lee)).late,
      true,
    ],
    ['cancels Lee', onCard('Lee Chen', 'Cancel booking'), () => stateOf(id.lee), 'cancelled'],
    ['undoes that', onCard('Lee Chen', 'Undo'), () => stateOf(id.lee), 'confirmed'],
    ['confirms Mira', onCard('Mira Costa', 'Confirm'), () => stateOf(id.mira), 'confirmed'],
    [
      'lets Zoe stay longer',
      inForm('Zoe Martin', 'Length of stay', () => host.fillTime('Until', '20:30')),
      async () => same((await show(id.zoe)).end),
      same(at('20:30')),
    ],
    [
      'makes the party of Zoe larger',
      inForm('Zoe Martin', 'Party size', () => host.fill('Guests', '4')),
      async () => (await show(id.zoe)).partySize,
      4,
    ],
    [
      'notes what Zoe wants',
      inForm('Zoe Martin', 'Notes', () => host.fill('Notes', 'High chair')),
      async () => (await show(id.zoe)).notes,
      'High chair',
    ],
    [
      'moves Nora in a form',
      inForm('Nora Lind', 'Move', () => host.choose('Table', 'Table 8')),
      () => tablesOf(id.nora),
      'Table 8',
    ],
    [
      'seats a party without a booking',
      async () => {
        await host.walkIn();
        await host.fill('Guests', '3');
        await host.press('Seat');
      },
      async () => (await floor()).bookings.filter(({ walkIn }) => walkIn).length,
      1,
    ],
    [
      'seats another one with a name at a table',
      async () => {
        await host.walkIn();
        await host.fill('Name (optional)', 'Bob Hill');
        await host.choose('Table', 'Table 10');
        await host.press('Seat');
      },
      async () => (await bookingOf('Bob Hill'))?.resources[0]?.id,
      tableOf('Table 10'),
    ],
    [
      'lets that party go',
      onCard('Bob Hill', 'Finish'),
      async () => (await bookingOf('Bob Hill'))?.state,
      'finished',
    ],
    [
      'books for a guest who rings up',
      async () => {
        await host.newBooking();
        await host.fillTime('Time', '19:00');
        await host.fill('Name', 'Tom Baker');
        await host.fill('Phone', '+14155550123');
        await host.press('Book');
      },
      async () => same((await bookingOf('Tom Baker'))?.start ?? ''),
      same(at('19:00')),
    ],
    [
      'books for the same guest again, who is known by the number',
      async () => {
        await host.newBooking();
        await host.fillTime('Time', '22:00');
        await host.fill('Name', 'Tom');
        await host.fill('Phone', '+14155550123');
        await host.press('Book');
        // A stay of two hours would end after closing, which the staff may allow.
        await host.press('Do it anyway');
        await host.press('Book');
      },
      async () => {
        const { bookings } = await floor();
        const toms = bookings.filter(({ guest }) => guest?.name === 'Tom Baker');
        return [toms.length, new Set(toms.map(({ customerId }) => customerId)).size];
      },
      [2, 1],
    ],
    ['blocks a table', block('Table 2', 'Broken chair'), reasons, 'Broken chair'],
    [
      'ends the block',
      async () => {
        await host.openBlock('Broken chair');
        await host.press('End the block');
      },
      reasons,
      '',
    ],
    ['blocks an area', block('All of Terrace', 'Rain'), reasons, 'Rain'],
    ['puts Ruth on the waitlist', newEntry('Ruth Klein'), waiting, 'Ruth Klein'],
    ['puts Sven on the waitlist', newEntry('Sven Holm'), waiting, 'Ruth Klein,Sven Holm'],
    ['takes Sven off', () => host.press('Remove Sven Holm'), waiting, 'Ruth Klein'],
    [
      'seats Ruth',
      async () => {
        await host.press('Seat Ruth Klein');
        await host.press('Seat');
      },
      async () => [await waiting(), (await bookingOf('Ruth Klein'))?.state],
      ['', 'seated'],
    ],
    ['lets Omar go', onCard('Omar Haddad', 'Finish'), () => stateOf(id.omar), 'finished'],
  ];
  for (const [does, act, then, is] of acts) {
    await act().catch((error: unknown) => {
      throw new Error(`The host ${does}: ${error}`);
    });
    await expect.poll(then, { message: does, timeout: 15_000 }).toEqual(is);
  }
  return acts.length;
}
