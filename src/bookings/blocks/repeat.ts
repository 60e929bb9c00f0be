import { z } from 'zod';

const LOCAL_TIME = /^2[01]\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;

/** Whether a text is a local time that the calendar has, in the years 2000 to 2199. */
export function isLocalTime(text: string): boolean {
  if (!LOCAL_TIME.test(text)) return false;
  const ms = wallClock(text);
  return !Number.isNaN(ms) && localTime(ms) === text;
}

const DAYS = 'MO|TU|WE|TH|FR|SA|SU';
/** What each part of a rule may be. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d?$/,
  COUNT: /^[1-9]\d{0,2}$/,
  UNTIL: /^\d{8}(T\d{6})?$/,
  BYDAY: new RegExp(`^([+-]?[1-5])?(${DAYS})(,([+-]?[1-5])?(${DAYS})){0,6}$`),
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01])){0,30}$/,
};

/**
 * The rule of a repeating block: a subset of the value of RRULE in RFC 5545, 3.3.10. `FREQ` is `DAILY`,
 * `WEEKLY`, `MONTHLY` or `YEARLY`; `INTERVAL` is up to 99; `COUNT` is up to 999, or `UNTIL` is the local
 * date or time of the last start. `BYDAY` is for `WEEKLY` and, also with numbers (`-1SU`), for
 * `MONTHLY`; `BYMONTHDAY` is for `MONTHLY`.
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
 */
export const repeatSchema = z
  .string()
  .max(200)
  .superRefine((rule, context) => {
    const mistake = mistakeIn(rule);
    if (mistake !== undefined) context.addIssue({ code: 'custom', message: mistake });
  });

const partsOf = (rule: string) =>
  new Map(rule.split(';').map((part): [string, string] => [part.split('=', 1)[0] ?? '', part]));

/** Why a text is not such a rule; undefined if it is. */
function mistakeIn(rule: string): string | undefined {
  const parts = partsOf(rule);
  if (parts.size !== rule.split(';').length) return 'must name each part once';
  const partOf = (name: string) => parts.get(name)?.slice(name.length + 1);
  for (const name of parts.keys()) {
    const value = Object.hasOwn(PARTS, name) ? partOf(name) : undefined;
    if (value === undefined || PARTS[name]?.test(value) !== true) {
      return `must consist of ${Object.keys(PARTS).join(', ')}, like FREQ=WEEKLY;BYDAY=MO,TU`;
    }
  }
  const frequency = partOf('FREQ');
  const until = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)[0-5]\d)?$/.exec(partOf('UNTIL') ?? '');
  if (parts.has('UNTIL')) {
    const [, year, month, day, hour = '00', minute = '00'] = until ?? [];
    if (!isLocalTime(`${year}-${month}-${day}T${hour}:${minute}`)) {
      return 'UNTIL must be a local date or time, like 20261231 or 20261231T180000';
    }
  }
  const [days, dates] = [partOf('BYDAY'), partOf('BYMONTHDAY')];
  if (frequency === undefined) return 'must have FREQ';
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'must not have both COUNT and UNTIL';
  if (days !== undefined && dates !== undefined) return 'must not have both BYDAY and BYMONTHDAY';
  if (dates !== undefined && frequency !== 'MONTHLY') return 'BYMONTHDAY is for FREQ=MONTHLY';
  if (days !== undefined && frequency !== 'WEEKLY' && frequency !== 'MONTHLY') {
    return 'BYDAY is for FREQ=WEEKLY and FREQ=MONTHLY';
  }
  if (days !== undefined && frequency !== 'MONTHLY' && /\d/.test(days)) {
    return 'BYDAY has numbers for FREQ=MONTHLY only';
  }
  return undefined;
}

/** The first occurrence of a block in the local time of its venue, like `2026-12-24T18:00`. */
export interface Repeated {
  readonly from: string;
  readonly to: string;
  readonly repeat: string | null;
}

/** The occurrences of a block as create_block_v1 takes them. */
export interface Occurrences {
  readonly occurrences: readonly { readonly from: string; readonly to: string }[];
  /** An instant; every occurrence that starts before it is among them. */
  readonly expandedTo: string;
  /** Whether these are all that there are, except for those that have ended. */
  readonly isComplete: boolean;
}

const DAY_MS = 24 * 3_600_000;
/** How far ahead occurrences are listed. The longest horizon of a venue is 731 days. */
const AHEAD_MS = 780 * DAY_MS;
/** The greatest distance between the local times of a zone and UTC, and a day. */
const MARGIN_MS = 2 * DAY_MS;

/** A local time as if it were in UTC, in milliseconds. */
function wallClock(local: string): number {
  return Date.parse(`${local}:00Z`);
}

function localTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}

/**
 * The rule with what RFC 5545 takes from the start, where the library would do something else: a month
 * without the day of the start is left out, and UNTIL as a date includes that date. In years without a
 * 29 February the library goes on with 1 March, so a yearly rule may not begin there.
 * @returns undefined for such a rule
 */
function completed(rule: string, from: string): string | undefined {
  if (rule.includes('FREQ=YEARLY') && from.includes('-02-29T')) return undefined;
  const isOfDay = rule.includes('FREQ=MONTHLY') && !/BYDAY|BYMONTHDAY/.test(rule);
  return (
    rule.replace(/(UNTIL=\d{8})(?!T)/, '$1T235959') +
    (isOfDay ? `;BYMONTHDAY=${Number(from.slice(8, 10))}` : '')
  );
}

/**
 * Lists the occurrences of a block in local time, from a day or two before `now` to 780 days after it.
 * The first occurrence is always among them if it has not ended by then.
 * @returns undefined when `from` is no occurrence of the rule, or a yearly one on 29 February
 */
export async function occurrencesOf(
  block: Repeated,
  now: number,
): Promise<Occurrences | undefined> {
  const first = wallClock(block.from);
  const length = wallClock(block.to) - first;
  const expandedTo = new Date(now + AHEAD_MS - MARGIN_MS).toISOString();
  const show = (starts: readonly number[], isComplete: boolean) => ({
    occurrences: starts
      .filter((start) => start + length > now - MARGIN_MS)
      .map((start) => ({ from: localTime(start), to: localTime(start + length) })),
    expandedTo,
    isComplete,
  });
  if (block.repeat === null) return show([first], true);
  const rule = completed(block.repeat, block.from);
  if (rule === undefined) return undefined;
  // The library is needed for few requests, so a Worker that does without starts faster.
  const { default: ICAL } = await import('ical.js');
  const starts: number[] = [];
  try {
    const iterator = ICAL.Recur.fromString(rule).iterator(
      ICAL.Time.fromDateTimeString(`${block.from}:00`),
    );
    for (;;) {
      // The iterator changes the time that it returns, so that it must be read at once.
      const next = iterator.next();
      if (!next) return starts[0] === first ? show(starts, true) : undefined;
      const start = Date.parse(`${next.toString()}Z`);
      if (starts.length === 0 && start !== first) return undefined;
      if (start > now + AHEAD_MS && starts.length > 0) return show(starts, false);
      starts.push(start);
    }
  } catch {
    // The library throws for a rule that has no occurrence.
    return undefined;
  }
}
