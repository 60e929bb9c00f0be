import { Temporal } from 'temporal-polyfill';
import { timeZoneSchema } from '../../src/platform/schemas.ts';

/** Runs SQL and returns its rows. */
type Rows = (sql: string) => Promise<Record<string, unknown>[]>;

/** Names that ICU knows besides the zones of the IANA database. */
const OF_ICU = [
  ...'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST'.split(' '),
  ...'PLT PNT PRT PST SST VST SystemV/AST4ADT SystemV/PST8PDT SystemV/EST5'.split(' '),
];

/** Instants in all months and at all hours of some years, in seconds since 1970. */
const instantsOf = (count: number, yearOf: (n: number) => number) =>
  Array.from(
    { length: count },
    (_, n) => Date.UTC(yearOf(n), (n * 7) % 12, 1 + ((n * 11) % 28), (n * 5) % 24, 30) / 1000,
  );
/** 40 instants from 2000 to 2025, and 10 from 2027 to 2036. */
const PAST = instantsOf(40, (n) => 2000 + Math.floor((n * 26) / 40));
const FUTURE = instantsOf(10, (n) => 2027 + n);
const INSTANTS = [...PAST, ...FUTURE];

/**
 * Asks a database and this runtime about all names of zones and abbreviations that one of them has.
 * Those that a request may name are `accepted`. Of these:
 *
 * - `differing` have another offset in the database than in the runtime at one of the past instants.
 * - `ofOtherRelease` differ at a future instant only. The database and the runtime may have
 *   different releases of the IANA database, whose rules for future years change.
 * - `unlisted` are not in pg_timezone_names.
 * - `abbreviations` are also the name of an abbreviation.
 */
export async function compareTimeZones(rows: Rows) {
  const names = async (sql: string) => (await rows(sql)).map(({ name }) => String(name));
  const zones = await names('select name from pg_timezone_names');
  const abbreviations = await names('select abbrev as name from pg_timezone_abbrevs');
  const candidates = new Set([
    ...zones,
    ...abbreviations,
    ...OF_ICU,
    ...Intl.supportedValuesOf('timeZone'),
  ]);
  const known = [...candidates].filter((name) => timeZoneSchema.safeParse(name).success);
  const accepted: string[] = [];
  const differing: string[] = [];
  const ofOtherRelease: string[] = [];
  const unlisted: string[] = [];
  for (const name of known) {
    const read = await readByDatabase(rows, name);
    if (read === undefined) continue;
    accepted.push(name);
    if (!zones.includes(read.zone)) unlisted.push(name);
    const here = INSTANTS.map((instant) => offsetHere(name, instant));
    const first = here.findIndex((offset, n) => offset !== read.offsets[n]);
    if (first !== -1) (first < PAST.length ? differing : ofOtherRelease).push(name);
  }
  return {
    refused: known.filter((name) => !accepted.includes(name)).sort(),
    accepted,
    differing,
    ofOtherRelease,
    unlisted,
    abbreviations: accepted.filter((name) => abbreviations.includes(name.toUpperCase())).sort(),
  };
}

/** A zone as `at time zone` reads it; undefined when known_zone_v1 refuses the name. */
async function readByDatabase(rows: Rows, name: string) {
  const sql = `
    select min(known.zone) as zone,
           string_agg(extract(epoch from (to_timestamp(at) at time zone known.zone)
                                         - (to_timestamp(at) at time zone 'UTC'))::int::text, ','
                      order by n) as offsets
      from known_zone_v1('${name}') as known (zone),
           unnest(array[${INSTANTS.join()}]::bigint[]) with ordinality i (at, n)`;
  try {
    const [row] = await rows(sql);
    return {
      zone: String(row?.['zone']),
      offsets: String(row?.['offsets']).split(',').map(Number),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MT400') return undefined;
    throw error;
  }
}

function offsetHere(zone: string, seconds: number): number {
  const instant = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
  return instant.toZonedDateTimeISO(zone).offsetNanoseconds / 1e9;
}
