import { occurrencesOf } from '../blocks/repeat.ts';
import { MOST_OCCURRENCES, type NewSeries } from './series.ts';

/** Why a rule gives no series: the field, and the rule that it breaks. */
interface Mistake {
  readonly field: 'body.start' | 'body.repeat';
  readonly message: string;
}

/**
 * Lists the starts of a series in local time, from the first one on.
 * @returns a mistake when `start` is no occurrence of the rule, or when the rule has more than 52
 *   occurrences or does not end within 780 days
 */
export async function seriesStarts({
  start,
  repeat,
}: Pick<NewSeries, 'start' | 'repeat'>): Promise<readonly string[] | Mistake> {
  // Occurrences are listed from a day before `now` on, so the first one is taken as now.
  const found = await occurrencesOf({ from: start, to: start, repeat }, Date.parse(`${start}Z`));
  if (found === undefined) {
    return {
      field: 'body.start',
      message: 'must be an occurrence of repeat, and no 29 February of FREQ=YEARLY',
    };
  }
  if (!found.isComplete || found.occurrences.length > MOST_OCCURRENCES) {
    return {
      field: 'body.repeat',
      message: `must have at most ${MOST_OCCURRENCES} occurrences, all within 780 days`,
    };
  }
  return found.occurrences.map(({ from }) => from);
}
