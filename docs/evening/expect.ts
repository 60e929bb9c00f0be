import { type Booking, booking, nothing, type Problem, problem } from './answers.ts';
import type { Clock } from './clock.ts';
import type { Expected } from './stage.ts';

/** The names of a booking's tables, such as "Table 1 and Table 2". */
export const tablesOf = ({ resources }: Pick<Booking, 'resources'>) =>
  resources
    .map(({ name }) => name)
    .toSorted()
    .join(' and ');

/** The state and the tables of a booking, such as "confirmed, Table 1". */
export const stateAndTables = (made: Booking) => `${made.state}, ${tablesOf(made)}`;

/** A booking is made: 201, with its state and tables. */
export const made = (is: string): Expected<Booking> => ({
  status: 201,
  answer: booking,
  fact: stateAndTables,
  is,
  note: ({ reference }) => `reference ${reference}`,
});

/** A booking is shown or changed: 200, with a fact, which is its state and tables by default. */
export const shown = (
  is: string,
  fact: Expected<Booking>['fact'] = stateAndTables,
): Expected<Booking> => ({ status: 200, answer: booking, fact, is });

/** The request is refused with this word. */
export const refused = (code: string, status = 409): Expected<Problem> => ({
  status,
  answer: problem,
  fact: (read) => read.code,
  is: code,
});

/** The request is refused with this word, and the nearest free times are named. */
export const refusedWithTimes = (code: string, clock: Clock): Expected<Problem> => ({
  status: 409,
  answer: problem,
  fact: ({ code: word, alternatives }) =>
    `${word}, ${alternatives.length > 0 ? 'with the nearest free times' : 'without other times'}`,
  is: `${code}, with the nearest free times`,
  note: ({ alternatives }) =>
    alternatives
      .slice(0, 3)
      .map((start) => clock.dateTime(start).slice(5).replace('T', ' '))
      .join(', '),
});

/** The request is refused with this word and the booking that is in the way. */
export const refusedBy = (code: string, { id }: Pick<Booking, 'id'>): Expected<Problem> => ({
  status: 409,
  answer: problem,
  is: `${code}, because of ${id}`,
  fact: ({ code: word, bookingId }) => `${word}, because of ${bookingId}`,
});

/** The request is refused because a limit of the venue is reached. */
export const refusedByLimit = (limit: string, most: number): Expected<Problem> => ({
  status: 409,
  answer: problem,
  is: `limit_reached, ${limit} is ${most}`,
  fact: (read) => `${read.code}, ${read.limit} is ${read.most}`,
});

/** A block is refused because of these bookings. */
export const refusedByBookings = (all: readonly Pick<Booking, 'id'>[]): Expected<Problem> => {
  const told = (code: string, ids: readonly string[]) =>
    `${code}, because of ${ids.toSorted().join(' and ')}`;
  return {
    status: 409,
    answer: problem,
    fact: ({ code, bookings }) => told(code, bookings),
    is: told(
      'bookings_in_block',
      all.map(({ id }) => id),
    ),
  };
};

/** It is done, and the answer has no body. */
export const done = (is: string): Expected<''> => ({
  status: 204,
  answer: nothing,
  fact: () => is,
  is,
});
