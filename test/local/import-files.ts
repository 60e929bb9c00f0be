const DAY_MS = 86_400_000;
/** It is read once, because a test may run past midnight. */
const NOW = Date.now();
/** A local date and time of Paris, this many days from now, as the other system writes it. */
export const local = (days: number, time: string) => {
  const date = dateOf(days);
  const [year, month, day] = date.split('-');
  return `${day}.${month}.${year} ${time}`;
};
/** The date this many days from now. */
export const dateOf = (days: number) => new Date(NOW + days * DAY_MS).toISOString().slice(0, 10);

/** The file that says which column has which field. */
export const COLUMNS = {
  guests: {
    ...{ id: 'Nr', name: ['First', 'Last'], email: 'Mail', phone: 'Phone', tags: 'Tags' },
    ...{ staffNotes: 'Notes', locale: 'Language' },
  },
  bookings: {
    ...{ id: 'Nr', start: ['Date', 'Time'], partySize: 'Covers', state: 'Status' },
    ...{ customerId: 'Guest', notes: 'Notes', resources: 'Table', createdAt: 'Made' },
  },
  timeFormats: ['dd.MM.yyyy HH:mm'],
  states: {
    ...{ Booked: 'confirmed', Seated: 'finished', NoShow: 'no_show', Cancelled: 'cancelled' },
    ...{ CancelledLate: 'cancelled_late' },
  },
  phoneCountry: 'FR',
  tagSeparator: '/',
};
/** The guests of the other system; some of them are refused. */
export const GUESTS = [
  '\ufeffNr;First;Last;Mail;Phone;Tags;Notes;Language',
  '1;Zoé;Lefèvre;zoe@example.com;01 40 20 50 50;vip/terrace;"likes; semicolons";fr_FR',
  '2;Ben;Okafor;ben@example.com;+44 20 7946 0958;;;en',
  '3;Broken;Phone;three@example.com;12;;;',
  '4;Ann;Broken;not an address;;;;',
  '1;Zoé;Twice;;;;;',
  ';Nobody;;;;;;',
  'gone;Was;Erased;;;;;',
];
/** The bookings of the other system; some of them are refused. */
export const bookings = (): string[] => [
  'Nr;Date;Time;Covers;Status;Guest;Notes;Table;Made',
  ...[
    [1, local(3, '19:30'), 2, 'Booked', 1, 'a window', '', local(-5, '10:00')],
    // Outside of the hours and between two slots: the guest has it all the same.
    [2, local(3, '03:07'), 4, 'Booked', 2, '', 'T2', local(-4, '10:00')],
    // The same table at the same time, then any other, then none.
    [3, local(3, '19:30'), 2, 'Booked', 2, '', 'T1', local(-4, '10:00')],
    [4, local(3, '19:35'), 2, 'Booked', 'new', '', '', local(-3, '10:00')],
    [5, local(3, '19:40'), 2, 'Booked', 2, '', '', local(-3, '10:00')],
    [6, local(-40, '19:00'), 3, 'Seated', 1, '', 'T1', local(-50, '10:00')],
    [7, local(-40, '19:00'), 2, 'Seated', 2, '', 'T1', local(-41, '19:00')],
    [8, local(-40, '20:00'), 5, 'NoShow', 1, '', '', local(-41, '10:00')],
    [9, local(-39, '20:00'), 2, 'CancelledLate', 1, '', '', local(-41, '10:00')],
    [10, local(5, '20:00'), 2, 'Cancelled', 1, '', '', local(-1, '10:00')],
    [11, local(-39, '20:00'), 2, 'Booked', 1, '', '', ''],
    [12, local(4, '20:00'), 2, 'Seated', 1, '', '', ''],
    [13, local(-39, '20:00'), 2, 'Seated', 'gone', '', '', ''],
    [14, '28.03.2027 02:30', 2, 'Booked', 1, '', '', ''],
    [15, local(4, '20:00'), 2, 'Perhaps', 1, '', '', ''],
    [16, local(4, '20:00'), 'two', 'Booked', 1, '', '', ''],
    [17, local(4, '20:00'), 2, 'Booked', 1, '', 'T99', ''],
    [18, local(4, '20:00'), 2, 'Booked', '', '', '', ''],
    [19, local(4, '20:00'), 2, 'Booked', 'refused', '', '', ''],
    [20, local(-30, '20:00'), 2, 'Seated', '', '', '', ''],
    [21, local(4, '20:00'), 2, 'Booked', 1, '', '', '', 'too many cells'],
  ].map((cells) =>
    cells
      .map((each) => String(each))
      .join(';')
      .replace(/(\d{4}) (\d\d:)/, '$1;$2'),
  ),
];
