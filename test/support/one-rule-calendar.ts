/**
 * Reads the instants of an iCalendar file as Exchange does (MS-OXCICAL, 2.1.3.1.1.19.2): of a
 * VTIMEZONE it knows one STANDARD and one DAYLIGHT, those with the largest DTSTART, and of each the
 * offset, the time of day and one weekday of one month.
 */
export function readInstants(ics: string): { start: number; end: number }[] {
  const lines = ics.replaceAll('\r\n ', '').split('\r\n');
  const zones = new Map(blocks(lines, 'VTIMEZONE').map((zone) => [value(zone, 'TZID'), zone]));
  return blocks(lines, 'VEVENT').map((event) => {
    const [start, end] = ['DTSTART', 'DTEND'].map((name) => {
      const line = event.find((each) => each.startsWith(name)) ?? '';
      const [, zone = '', time = ''] = /^[A-Z]+(?:;TZID=([^:;]+))?:(.+)$/.exec(line) ?? [];
      const local = localTime(time);
      return time.endsWith('Z') ? local : local - offsetOf(zones.get(zone), local);
    });
    return { start: start ?? NaN, end: end ?? NaN };
  });
}

/** The offset in milliseconds that a zone has at a local time, given as if it were UTC. */
function offsetOf(zone: string[] | undefined, local: number): number {
  if (zone === undefined) throw new Error('a time has a zone that the file does not define');
  const standard = latest(blocks(zone, 'STANDARD'));
  const daylight = latest(blocks(zone, 'DAYLIGHT'));
  if (standard === undefined) throw new Error('a zone has no STANDARD');
  if (daylight === undefined) return offset(value(standard, 'TZOFFSETTO'));
  const year = new Date(local).getUTCFullYear();
  const [back, forward] = [onset(standard, year), onset(daylight, year)];
  const isDaylight =
    forward < back ? local >= forward && local < back : local >= forward || local < back;
  return offset(value(isDaylight ? daylight : standard, 'TZOFFSETTO'));
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** When an observance begins in a year, by local time. */
function onset(observance: string[], year: number): number {
  const rule = value(observance, 'RRULE');
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const [, nth, weekday] =
    /^(-1|[1-4])(SU|MO|TU|WE|TH|FR|SA)$/.exec(parts.get('BYDAY') ?? '') ?? [];
  const month = Number(parts.get('BYMONTH')) - 1;
  if (parts.get('FREQ') !== 'YEARLY' || parts.size !== 3 || weekday === undefined) {
    throw new Error(`a rule that is not read: ${rule}`);
  }
  const days = Array.from({ length: 31 }, (_, day) => new Date(Date.UTC(year, month, day + 1)));
  const matching = days.filter(
    (day) => day.getUTCMonth() === month && WEEKDAYS[day.getUTCDay()] === weekday,
  );
  const day = matching.at(nth === '-1' ? -1 : Number(nth) - 1);
  const first = localTime(value(observance, 'DTSTART'));
  if (day === undefined || Number.isNaN(first)) throw new Error(`a rule without a day: ${rule}`);
  return day.getTime() + (first % 86_400_000);
}

/** The lines inside of each component of a name. */
function blocks(lines: string[], name: string): string[][] {
  const found: string[][] = [];
  for (const [at, line] of lines.entries()) {
    if (line === `BEGIN:${name}`) found.push(lines.slice(at + 1, lines.indexOf(`END:${name}`, at)));
  }
  return found;
}

function latest(observances: string[][]): string[] | undefined {
  return observances
    .toSorted((a, b) => localTime(value(a, 'DTSTART')) - localTime(value(b, 'DTSTART')))
    .at(-1);
}

/** The value of the first property of a name. */
function value(lines: string[], name: string): string {
  const line = lines.find((each) => each.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`${name} is missing`);
  return line.slice(name.length + 1);
}

/** A local time such as 20270701T190000 as if it were UTC. */
function localTime(time: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/.exec(time) ?? [];
  const [year = NaN, month = NaN, day, hour, minute, second] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** An offset such as +0545 in milliseconds. */
function offset(written: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(written) ?? [];
  const east = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -east : east;
}
