import type { QueueMetrics, Readings } from '../../src/operations/light/readings.ts';
import type { Random } from './random.ts';

/** How the platform is at an instant: what clients ask of it, and how fast its parts are. */
export interface Conditions {
  /** Expected requests of all clients a minute. */
  readonly perMinute: number;
  /** The regions that clients are in, with their shares, which add up to 1. */
  readonly regions: Readonly<Record<string, number>>;
  /** The median time of the database for a message, and of the way to it and back, in milliseconds. */
  readonly databaseMs: number;
  readonly networkMs: number;
  /** Added to the way of requests from one region, in milliseconds. */
  readonly slowRegion: { readonly region: string; readonly ms: number } | null;
  /** The share of requests that are answered 5xx. */
  readonly failedShare: number;
  /** By how much the clocks of three isolates are wrong, in milliseconds. */
  readonly skewsMs: readonly number[];
  /** Whether the canary runs, and the light is evaluated. */
  readonly cronRuns: boolean;
  readonly connections: NonNullable<Readings['connections']>;
  readonly overdue: Readings['overdue'];
  readonly failing: Readings['failing'];
  readonly queues: readonly QueueMetrics[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a short disturbance of everything lasts, and how many there are in a day. */
const HICCUP_MS = 8_000;
const HICCUPS_A_DAY = 3;
const HICCUP_ADDS_MS = 1_500;

/** The requests of an hour, as a share of the mean: little at night, most at noon and in the evening. */
const RHYTHM = [
  ...[0.25, 0.15, 0.1, 0.08, 0.08, 0.1, 0.2, 0.4, 0.7, 0.9, 1.2, 1.7],
  ...[1.9, 1.5, 1.1, 1.0, 1.2, 1.7, 2.2, 2.3, 1.9, 1.4, 0.9, 0.5],
];
/** The same from Sunday to Saturday. */
const OF_WEEKDAYS = [1.1, 0.7, 0.75, 0.85, 1, 1.3, 1.4];

/**
 * Ordinary days: a rhythm of the day and of the week on the clocks of a time zone, requests that come by
 * chance, and some seconds each day in which everything is slow.
 * @param perMinute the mean of requests a minute
 */
export function ordinaryConditions(perMinute: number, timeZone: string, random: Random) {
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', hour: '2-digit', weekday: 'short' },
  });
  const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const rates = new Map<number, number>();
  const rateOf = (hour: number) => {
    const parts = Object.fromEntries(
      clock.formatToParts(hour).map((part) => [part.type, part.value]),
    );
    const ofHour = RHYTHM[Number(parts['hour'])] ?? 1;
    return ofHour * (OF_WEEKDAYS[DAYS.indexOf(parts['weekday'] ?? '')] ?? 1);
  };
  let hiccupUntil = 0;
  let drawnAt = 0;
  return (at: number): Conditions => {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    const rate = rates.get(hour) ?? rateOf(hour);
    rates.set(hour, rate);
    const since = drawnAt === 0 ? 0 : Math.max(0, at - drawnAt);
    drawnAt = at;
    if (random.next() < (HICCUPS_A_DAY * since) / DAY_MS) hiccupUntil = at + HICCUP_MS;
    const isHiccup = at < hiccupUntil;
    return {
      perMinute: perMinute * rate,
      regions: { 'EU-CDG': 0.5, 'EU-FRA': 0.3, 'NA-EWR': 0.2 },
      databaseMs: 12 + (isHiccup ? HICCUP_ADDS_MS : 0),
      networkMs: 45,
      slowRegion: null,
      failedShare: isHiccup ? 0.02 : 0.0002,
      skewsMs: [0],
      cronRuns: true,
      connections: { used: Math.round(20 + 10 * rate), most: 97, waitingForLocks: 0 },
      overdue: [],
      failing: [],
      queues: [{ queue: 'emotions', messages: 3, bytes: 900, oldestAt: at }],
    };
  };
}

/** The conditions at an instant, in milliseconds since 1970. */
export type ConditionsAt = (at: number) => Conditions;
