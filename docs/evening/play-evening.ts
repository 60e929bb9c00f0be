import { closeTheRestaurant, readTheBook } from './acts/closing.ts';
import { openTheDoors } from './acts/doors.ts';
import { keepTheGuestBook } from './acts/guest-book.ts';
import { waitForLateParties } from './acts/late.ts';
import { closePlaces } from './acts/rain.ts';
import { approveLargeParties, bookTheSameHour } from './acts/regulars.ts';
import { keepTheRules } from './acts/rules.ts';
import { takeBookings } from './acts/telephone.ts';
import { changeABooking } from './acts/tomorrow.ts';
import { waitForAPlace } from './acts/waitlist.ts';
import { refuseWrongTimes } from './acts/wrong-times.ts';
import { eveningClock } from './clock.ts';
import { openRestaurant } from './restaurant.ts';
import { Stage } from './stage.ts';

export interface EveningOptions {
  /** The base URL of the API, such as http://127.0.0.1:8787. */
  readonly url: string;
  /** A key with every scope but `operator`. */
  readonly key: string;
  /** Whether the restaurant and its keys stay, so that one can look around afterwards. */
  readonly keep: boolean;
  readonly print: (line: string) => void;
}

/**
 * Plays the evening of a restaurant that it makes for itself, in the order of the story.
 * @returns how many acts were played
 * @throws DifferentAnswer at the first act that is answered otherwise than expected
 * @throws NoAnswer when the service does not answer
 */
export async function playEvening({ url, key, keep, print }: EveningOptions): Promise<number> {
  const clock = eveningClock();
  const stage = new Stage({ url, clock, print });
  const house = await openRestaurant(stage, key);
  print(
    `A restaurant opens in the time zone ${clock.timeZone}, where it is ${clock.time(Date.now())}` +
      ` now. It is open until 01:00.\nIts id is ${house.venueId}.`,
  );
  const { ines, omar, petra } = await takeBookings(stage, house);
  const { lee, mira, nora } = await keepTheRules(stage, house, ines);
  const karl = await refuseWrongTimes(stage, house);
  const zoe = await changeABooking(stage, house);
  const tom = await openTheDoors(stage, house, { ines, petra });
  const { hugo } = await waitForLateParties(stage, house, { ines, omar, mira, tom, zoe });
  await closePlaces(stage, house, { lee, karl });
  await keepTheGuestBook(stage, house);
  await waitForAPlace(stage, house);
  // A new part goes here. It may use the restaurant from the day after tomorrow on.
  await bookTheSameHour(stage, house);
  await approveLargeParties(stage, house);
  await readTheBook(stage, house, { ines, hugo, nora });
  if (!keep) await closeTheRestaurant(stage, house);
  return stage.acts;
}
