import type { OpeningHours, Venue } from '../../../client/index.ts';
import { locale } from '../language.ts';

export type Weekday = OpeningHours['weekly'][number]['weekday'];
export type Period = { readonly opens: string; readonly closes: string };
export type Week = Readonly<Record<Weekday, readonly Period[]>>;

export const WEEKDAYS: readonly Weekday[] = [
  ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const),
];

/** The name of a weekday in the language of the page. */
export function weekdayName(weekday: Weekday): string {
  // 1 January 2024 was a Monday.
  const date = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(weekday)));
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(date);
}

export function weekOf({ weekly }: Pick<Venue['hours'], 'weekly'>): Week {
  const periods = (weekday: Weekday) =>
    weekly
      .filter((each) => each.weekday === weekday)
      .map(({ opens, closes }) => ({ opens, closes }));
  return {
    monday: periods('monday'),
    tuesday: periods('tuesday'),
    wednesday: periods('wednesday'),
    thursday: periods('thursday'),
    friday: periods('friday'),
    saturday: periods('saturday'),
    sunday: periods('sunday'),
  };
}

export const weeklyOf = (week: Week): OpeningHours['weekly'] =>
  WEEKDAYS.flatMap((weekday) => week[weekday].map((period) => ({ weekday, ...period })));

/** What a restaurant begins with: every evening, and lunch at the weekend. */
export const proposedWeek = (): Week => {
  const evening = { opens: '17:00', closes: '23:00' };
  const lunch = { opens: '12:00', closes: '15:00' };
  const day = [evening];
  return {
    ...{ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
    ...{ saturday: [lunch, evening], sunday: [lunch, evening] },
  };
};
