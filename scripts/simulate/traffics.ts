import type { Conditions } from './conditions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Days that can be simulated. */
export interface Traffic {
  readonly about: string;
  /** When the days begin (UTC). Monday, except where something else is said. */
  readonly starts: string;
  readonly timeZone: string;
  /** How conditions differ from ordinary ones. @param sinceMs the time since the beginning */
  change(conditions: Conditions, sinceMs: number): Partial<Conditions>;
}

const ordinary = {
  ...{ about: 'ordinary days', starts: '2026-06-01T00:00Z', timeZone: 'Europe/Paris' },
  change: () => ({}),
} satisfies Traffic;

/** From when to when something happens, in days since the beginning. */
const between = (sinceMs: number, from: number, to: number) =>
  sinceMs >= from * DAY_MS && sinceMs < to * DAY_MS;

export const TRAFFICS = {
  ordinary,
  launch: {
    ...ordinary,
    about: 'a launch on day 10: in half an hour the traffic grows to eight times, for six hours',
    change({ perMinute }, sinceMs) {
      const hours = (sinceMs - 10.4 * DAY_MS) / HOUR_MS;
      if (hours < 0 || hours > 6) return {};
      return { perMinute: perMinute * (1 + 7 * Math.min(1, hours / 0.5)) };
    },
  },
  'connection-leak': {
    ...ordinary,
    about: 'from day 5 on, three connections a day are not closed',
    change({ connections }, sinceMs) {
      const leaked = Math.max(0, Math.floor((3 * (sinceMs - 5 * DAY_MS)) / DAY_MS));
      const used = Math.min(connections.most, connections.used + leaked);
      return { connections: { ...connections, used } };
    },
  },
  'slower-queries': {
    ...ordinary,
    about: 'from day 5 on, the database needs 15 % more time each day',
    change: ({ databaseMs }, sinceMs) => ({
      databaseMs: databaseMs * 1.15 ** Math.max(0, sinceMs / DAY_MS - 5),
    }),
  },
  'dead-consumer': {
    ...ordinary,
    about: 'the consumer of the queue emotions is dead for two hours of day 10',
    change({ perMinute }, sinceMs) {
      const ms = sinceMs - 10.5 * DAY_MS;
      if (ms < 0 || ms > 2 * HOUR_MS) return {};
      const rowsOf = (since: number) =>
        Math.floor((perMinute * 0.6 * Math.max(0, since)) / MINUTE_MS);
      const queues = [{ queue: 'emotions', messages: rowsOf(ms), bytes: 300, oldestAt: null }];
      // The sweep folds messages that have waited for a minute.
      const rows = Math.min(rowsOf(ms - 30_000), rowsOf(1.5 * MINUTE_MS));
      return { overdue: [{ outbox: 'messages' as const, rows }], queues };
    },
  },
  'region-gone': {
    ...ordinary,
    about: 'a region is slow for 20 minutes of day 10, and then no longer sends requests',
    change({ perMinute, regions }, sinceMs) {
      if (between(sinceMs, 10.5, 10.5 + 1 / 72)) {
        return { slowRegion: { region: 'NA-EWR', ms: 1500 } };
      }
      if (sinceMs < 10.5 * DAY_MS) return {};
      const { 'NA-EWR': gone = 0, ...left } = regions;
      return {
        perMinute: perMinute * (1 - gone),
        regions: Object.fromEntries(
          Object.entries(left).map(([region, share]) => [region, share / (1 - gone)]),
        ),
      };
    },
  },
  'dst-europe': {
    ...ordinary,
    about: 'clocks change in Europe on 29 March',
    starts: '2026-03-02T00:00Z',
  },
  'dst-america': {
    ...ordinary,
    about: 'clocks change in New York on 1 November',
    starts: '2026-10-05T00:00Z',
    timeZone: 'America/New_York',
  },
  'silent-night': {
    ...ordinary,
    about: 'from 22:00 to 04:00 UTC there are no requests',
    change: (_, sinceMs) => {
      const hour = Math.floor(sinceMs / HOUR_MS) % 24;
      return hour >= 22 || hour < 4 ? { perMinute: 0 } : {};
    },
  },
} as const satisfies Readonly<Record<string, Traffic>>;
export type TrafficName = keyof typeof TRAFFICS;
