import { bars, type Section, table, text } from '../document.ts';
import { count, figure, ms, NOT_MEASURED } from '../format.ts';
import { operationOf, periodOf, type ReportInput } from '../input.ts';

/** The figures of the earlier system, in milliseconds, from the design of this one. */
const FIRST = 4281;
const IMPROVED = { message: 745, booking: 360 };
const BEST = { message: 540, booking: 300 };

/** A message and a booking: today's durations beside those of the earlier system. */
export function earlierSection(input: ReportInput): Section {
  const message = operationOf(input, 'store_message');
  const booking = operationOf(input, 'confirm_booking');
  const counted =
    message === undefined || booking === undefined
      ? NOT_MEASURED
      : `${count(message.done)} and ${count(booking.done)}`;
  const earlier = [
    { state: 'the earlier system, first', message: null, booking: null, both: FIRST },
    { state: 'the earlier system, improved', ...IMPROVED, both: sumOf(IMPROVED) },
    { state: 'its theoretical best', ...BEST, both: sumOf(BEST) },
  ];
  const today = (['p50', 'p95'] as const).map((field) => {
    const parts = {
      message: message?.total?.[field] ?? null,
      booking: booking?.total?.[field] ?? null,
    };
    return { state: `today, ${field.toUpperCase()}`, ...parts, both: sumOf(parts) };
  });
  return {
    title: 'Compared with the earlier system',
    blocks: [
      table(
        `Milliseconds for a message and the confirmation of a booking; today: ${periodOf(input)}`,
        ['State', 'Message, ms', 'Booking, ms', 'Both, ms', 'Counted: messages and bookings'],
        [
          ...earlier.map((row) => [...figuresOf(row), 'not known']),
          ...today.map((row) => [...figuresOf(row), counted]),
        ],
      ),
      bars(
        `A message and a booking together; today: ${counted} requests ${periodOf(input)}`,
        [...earlier, ...today].map(({ state, both }) => ({
          ...{ label: state, value: both, shown: ms(both), isToday: state.startsWith('today') },
        })),
      ),
      text(
        'The earlier figures have no count and no period, and whether they are means or percentiles is not known. The improved system made three to five round trips of 90 ms for each of the two.',
        input.roundTripMs === null
          ? 'The round trip of this report is not known.'
          : `The round trip of this report is ${ms(input.roundTripMs)}.`,
        'Today’s figures are sums of two percentiles; that of the P95 is not the P95 of the sum.',
      ),
    ],
  };
}

const figuresOf = (row: {
  state: string;
  message: number | null;
  booking: number | null;
  both: number | null;
}) => [row.state, figure(row.message), figure(row.booking), figure(row.both)];

function sumOf({ message, booking }: { message: number; booking: number }): number;
function sumOf(parts: { message: number | null; booking: number | null }): number | null;
function sumOf({ message, booking }: { message: number | null; booking: number | null }) {
  return message === null || booking === null ? null : message + booking;
}
