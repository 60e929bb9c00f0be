import { bookings, COLUMNS, GUESTS } from './import-files.ts';
import type { ImportWorld, Reported } from './import-world.ts';

/** A venue in Paris with two tables for two to four, that is open in the evening. */
export async function openImportVenue(world: ImportWorld, name: string) {
  const { id: workspace, ask } = await world.workspace(name);
  const { id: venue } = await ask('POST', '/v1/venues', {
    name: 'Chez Nous',
    timeZone: 'Europe/Paris',
    turnTimes: [{ maxParty: 4, minutes: 90 }],
    followUps: { channels: ['email'], reminders: [60], thankYouAfter: 60 },
  });
  await ask('PUT', `/v1/venues/${venue}/hours`, {
    weekly: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
      (weekday) => ({ weekday, opens: '18:00', closes: '23:30' }),
    ),
  });
  for (const table of ['T1', 'T2']) {
    const made = { name: table, minParty: 2, maxParty: 4 };
    await ask('POST', `/v1/venues/${venue}/resources`, made);
  }
  for (const guest of ['gone', 'refused']) {
    await ask('POST', `/v1/conversations/${guest}/messages`, {
      ...{ role: 'customer', text: 'hello', customer: { id: guest } },
    });
  }
  await ask('DELETE', '/v1/customers/gone');
  await ask('PUT', '/v1/customers/refused/refusal', { reason: 'of the test' });
  const args = (...more: string[]) => [
    ...['--workspace', workspace, '--source', 'old-book', '--columns'],
    ...[world.file('columns.json', COLUMNS), ...more],
  ];
  const both = (...more: string[]) =>
    args(
      ...['--guests', world.file('guests.csv', GUESTS), '--venue', venue],
      ...['--bookings', world.file('bookings.csv', bookings()), ...more],
    );
  return { ask, venue, args, both };
}

/** Each row of a report in one line. */
export const short = (report: readonly Reported[]) =>
  report.map(({ file, line, field, reason }) => [file, line, field ?? '-', reason].join(' '));
