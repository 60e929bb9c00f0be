import type { Token } from './tokens.ts';

/**
 * Words of bookings. A text with one of them has its words and markers a second time, as those of
 * bookings (Daumé, ACL 2007): so that the few utterances of guests that the model is trained on can
 * say what they mean among guests without saying it of all of Reddit.
 */
export const BOOKING_WORDS: ReadonlySet<string> = new Set(
  `table tables booking bookings booked book reservation reservations reserved reserve appointment
  appointments slot waiter waiters waitress staff service restaurant menu food meal dinner lunch
  brunch breakfast dessert dish dishes soup steak pizza pasta salad chicken fish wine drinks bill
  deposit refund manager chef kitchen server hostess receptionist dentist doctor hairdresser stylist
  haircut barber salon seated seat seats guests customers toilets bathroom plates reply answer phone
  app website cancelled canceled cancel reschedule waited waiting party terrace place order
  orders ordered ambience atmosphere birthday anniversary evening tonight
  drink room view haircuts hair nurse bartender team receipt invoice fee parking visit dine dined
  queue refunds charged host cook burger fries plate glass glasses`.split(/\s+/),
);

export const isAboutBookings = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }) => BOOKING_WORDS.has(text));
