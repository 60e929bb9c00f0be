import type { OverBudget, Rates } from './rates.ts';

const MINUTE_MS = 60_000;

/** A request that costs less is cheap: it is answered also when costly ones have spent the budget. */
export const CHEAP_MS = 50;
/** The share of the milliseconds that only cheap requests may spend. */
const RESERVED = 1 / 4;
/** The share of the milliseconds of a minute that costly requests may be expected to take at once. */
const MS_AT_ONCE = 1 / 24;
/** The share of the requests of a minute that may be in progress at once. */
const REQUESTS_AT_ONCE = 1 / 48;
/** How long a request waits that was refused because too much is in progress. */
const AT_ONCE_WAIT_MS = 1000;
/** The cost that an operation is expected to have before it has been measured. */
const UNMEASURED_MS = 10;
/** How fast the expected cost follows a higher and a lower measured cost. */
const RISING = 1 / 2;
const FALLING = 1 / 10;

/**
 * What a workspace may still use, as token buckets that are filled continuously: each holds what a
 * minute allows and is full again a minute after it was empty.
 */
export interface Account {
  rates: Rates;
  /** Requests. */
  requests: number;
  /** Milliseconds for all requests; negative after a request that cost more than was left. */
  commonMs: number;
  /** Milliseconds for cheap requests, which are spent when there are no common ones. */
  reservedMs: number;
  /** The time of these levels, in milliseconds since 1970. */
  at: number;
  inProgress: number;
  /** The expected milliseconds of the costly requests in progress. */
  expectedMs: number;
  /** The recent cost of each operation, by its id. */
  readonly costs: Map<string, number>;
}

/** A full account. */
export function openAccount(rates: Rates, now: number): Account {
  return {
    rates,
    requests: rates.requests,
    commonMs: rates.databaseMs * (1 - RESERVED),
    reservedMs: rates.databaseMs * RESERVED,
    at: now,
    inProgress: 0,
    expectedMs: 0,
    costs: new Map(),
  };
}

/**
 * Admits a request and counts it as in progress until {@link settle}.
 *
 * A cheap operation needs common or reserved milliseconds. A costly one needs common milliseconds,
 * and a share of the minute for all costly requests in progress, so that a few slow statements do not
 * occupy the connections of all tenants. An operation is cheap or costly by its recent cost.
 * @returns the milliseconds that the request is expected to add to those in progress, or why it is
 *   refused
 */
export function admit(account: Account, operation: string, now: number): number | OverBudget {
  fill(account, now);
  const { rates } = account;
  const most = Math.max(1, Math.floor(rates.requests * REQUESTS_AT_ONCE));
  if (account.inProgress >= most) {
    return { limit: 'requests_at_once', most, waitMs: AT_ONCE_WAIT_MS };
  }
  if (account.requests < 1) {
    const waitMs = untilOne(account.requests, rates.requests);
    return { limit: 'requests_per_minute', most: rates.requests, waitMs };
  }
  const expected = account.costs.get(operation) ?? UNMEASURED_MS;
  const isCheap = expected < CHEAP_MS;
  const untilCommon = untilOne(account.commonMs, rates.databaseMs * (1 - RESERVED));
  const untilReserved = untilOne(account.reservedMs, rates.databaseMs * RESERVED);
  const waitMs = isCheap ? Math.min(untilCommon, untilReserved) : untilCommon;
  if (waitMs > 0) return { limit: 'database_ms_per_minute', most: rates.databaseMs, waitMs };
  const mostMs = Math.floor(rates.databaseMs * MS_AT_ONCE);
  if (!isCheap && account.expectedMs > 0 && account.expectedMs + expected > mostMs) {
    return { limit: 'database_ms_at_once', most: mostMs, waitMs: AT_ONCE_WAIT_MS };
  }
  const adds = isCheap ? 0 : expected;
  account.requests -= 1;
  account.inProgress += 1;
  account.expectedMs += adds;
  return adds;
}

/**
 * Ends a request that was admitted, and pays for it. What a cheap request costs is paid from the
 * common milliseconds, then from the reserved ones. A costly request is paid from the common ones
 * only, which may become negative.
 * @param added what {@link admit} returned
 * @param costMs undefined when the request did not use the database
 */
export function settle(
  account: Account,
  operation: string,
  added: number,
  costMs: number | undefined,
  now: number,
): void {
  fill(account, now);
  account.inProgress -= 1;
  account.expectedMs = Math.max(0, account.expectedMs - added);
  if (costMs === undefined) return;
  const known = account.costs.get(operation) ?? costMs;
  const weight = costMs > known ? RISING : FALLING;
  account.costs.set(operation, known + (costMs - known) * weight);
  const common = costMs < CHEAP_MS ? Math.min(Math.max(0, account.commonMs), costMs) : costMs;
  account.commonMs -= common;
  account.reservedMs -= costMs - common;
}

/** Gives the account other rates. What it has used stays used, and it owes nothing more than before. */
export function changeRates(account: Account, rates: Rates, now: number): void {
  fill(account, now);
  const before = openAccount(account.rates, now);
  const full = openAccount(rates, now);
  for (const name of ['requests', 'commonMs', 'reservedMs'] as const) {
    const used = before[name] - account[name];
    account[name] = Math.min(full[name], Math.max(account[name], full[name] - used));
  }
  account.rates = rates;
}

/** What a workspace has used of a rate, and when all of it will be renewed. */
export interface Usage {
  readonly used: number;
  /** Milliseconds since 1970. */
  readonly renewsAt: number;
}

/** What the account has used of each rate. */
export function usageOf(account: Account, now: number): Record<keyof Rates, Usage> {
  fill(account, now);
  const full = openAccount(account.rates, now);
  const renewed = (name: 'requests' | 'commonMs' | 'reservedMs') =>
    now + Math.ceil(((full[name] - account[name]) / full[name]) * MINUTE_MS);
  return {
    requests: {
      used: Math.ceil(full.requests - account.requests),
      renewsAt: renewed('requests'),
    },
    databaseMs: {
      used: Math.ceil(account.rates.databaseMs - account.commonMs - account.reservedMs),
      renewsAt: Math.max(renewed('commonMs'), renewed('reservedMs')),
    },
  };
}

/** Adds what has been renewed since the last time. A clock that goes back renews nothing. */
function fill(account: Account, now: number): void {
  const share = Math.max(0, now - account.at) / MINUTE_MS;
  const full = openAccount(account.rates, now);
  for (const name of ['requests', 'commonMs', 'reservedMs'] as const) {
    account[name] = Math.min(full[name], account[name] + full[name] * share);
  }
  account.at = Math.max(account.at, now);
}

/** How many milliseconds it takes until a level that `perMinute` fills is at least one. */
function untilOne(level: number, perMinute: number): number {
  return Math.max(0, ((1 - level) / perMinute) * MINUTE_MS);
}
