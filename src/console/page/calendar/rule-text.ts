import * as m from 'messages:calendar';
import { shortDate, weekdayName } from '../time.ts';
import { partsOf, WEEKDAYS } from './occurrences.ts';

const dayName = (code: string) => weekdayName(WEEKDAYS.indexOf(code));

/** A rule in words, such as “every 2 weeks on Mon, Tue, 10 times”. */
export function ruleText(rule: string): string {
  const parts = partsOf(rule);
  const { FREQ = '', INTERVAL = '1', BYDAY, BYMONTHDAY, COUNT, UNTIL } = parts;
  const days = BYDAY?.split(',').map((day) => {
    const nth = day.slice(0, -2);
    const name = dayName(day.slice(-2));
    return nth === '' ? name : m.nthDay({ nth: nth === '-1' ? 'last' : Number(nth), day: name });
  });
  const date = UNTIL?.replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3');
  return [
    m.every({ unit: FREQ, count: Number(INTERVAL) }),
    days && m.onDays({ days: days.join(', ') }),
    BYMONTHDAY && m.onDates({ dates: BYMONTHDAY.replaceAll(',', ', ') }),
    COUNT && m.times({ count: Number(COUNT) }),
    date && m.untilDate({ date: `${shortDate(date)} ${date.slice(0, 4)}` }),
  ]
    .filter(Boolean)
    .join(' ');
}
