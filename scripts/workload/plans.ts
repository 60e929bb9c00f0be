/** A table of a venue of the workload. */
export interface PlannedTable {
  readonly minParty: number;
  readonly maxParty: number;
  readonly area: string | undefined;
}

/** Tables that are taken together, as positions in `tables`. */
export interface PlannedCombination {
  readonly members: readonly number[];
  readonly minParty: number;
  readonly maxParty: number;
}

/** A venue of the workload with all of its rules. The checker judges bookings by these values. */
export interface VenuePlan {
  readonly name: string;
  readonly timeZone: string;
  /** Minutes, as in the API. */
  readonly slotInterval: number;
  readonly turnTimes: readonly { readonly maxParty: number; readonly minutes: number }[];
  readonly bufferBefore: number;
  readonly bufferAfter: number;
  readonly leadTime: number;
  readonly horizonDays: number;
  readonly pacingParties: number | null;
  readonly pacingCovers: number | null;
  readonly cancellationCutoff: number;
  readonly lastSeating: number | null;
  readonly seatingWindow: number;
  readonly lateGrace: number;
  readonly undoMinutes: number;
  readonly waitlistFirst: boolean;
  readonly guestOverlap: 'refuse' | 'allow';
  readonly guestBookings: number | null;
  readonly guestHolds: number | null;
  readonly guestBookingsPerDay: number | null;
  /** The party size from which on the venue approves bookings; null: it approves none. */
  readonly approvalFrom: number | null;
  /** The hours of each weekday, from Monday on. */
  readonly week: readonly (readonly Period[])[];
  /** Days from today on that have hours of their own. */
  readonly exceptions: readonly { readonly inDays: number; readonly periods: readonly Period[] }[];
  readonly tables: readonly PlannedTable[];
  readonly combinations: readonly PlannedCombination[];
}
export interface Period {
  readonly opens: string;
  readonly closes: string;
}

/** How long holds and offers last during the workload, so that many of them expire. */
export const HOLD_SECONDS = 4;
export const OFFER_SECONDS = 5;
/** How long a request waits for its answer. */
export const APPROVAL_MINUTES = 1;

/** The documented limits of a workspace for one guest, which hold for keys without bookings:staff. */
export const GUEST_BOOKINGS = 20;
export const GUEST_HOLDS = 3;

const everyDay = (...periods: Period[]) => Array.from({ length: 7 }, () => periods);
const table = (minParty: number, maxParty: number, area?: string): PlannedTable => ({
  minParty,
  maxParty,
  area,
});
const usual = {
  slotInterval: 15,
  turnTimes: [
    { maxParty: 2, minutes: 45 },
    { maxParty: 12, minutes: 90 },
  ],
  bufferBefore: 0,
  bufferAfter: 0,
  leadTime: 0,
  horizonDays: 30,
  pacingParties: null,
  pacingCovers: null,
  cancellationCutoff: 120,
  lastSeating: null,
  seatingWindow: 720,
  lateGrace: 0,
  undoMinutes: 30,
  waitlistFirst: false,
  guestOverlap: 'refuse',
  guestBookings: null,
  guestHolds: null,
  guestBookingsPerDay: null,
  approvalFrom: null,
  exceptions: [],
} as const;
const always = everyDay({ opens: '00:00', closes: '00:00' });
/** Six tables in two areas, with combinations. */
const sixTables = {
  tables: [
    table(1, 2, 'terrace'),
    table(1, 2, 'terrace'),
    table(1, 4, 'terrace'),
    table(2, 4, 'bar'),
    table(3, 6, 'bar'),
    table(4, 8),
  ],
  combinations: [
    { members: [0, 1], minParty: 3, maxParty: 4 },
    { members: [2, 3], minParty: 5, maxParty: 8 },
    { members: [0, 1, 2], minParty: 5, maxParty: 9 },
    { members: [4, 5], minParty: 9, maxParty: 14 },
  ],
};

/**
 * Four venues. Together they have every rule: always open and limited by covers; evenings with
 * exceptions and all rules for guests; nights past midnight with a last seating; short stays for parties
 * that come without a booking.
 */
export const VENUES: readonly VenuePlan[] = [
  {
    ...usual,
    ...sixTables,
    name: 'Always',
    timeZone: 'UTC',
    pacingCovers: 10,
    seatingWindow: 43_200,
    guestOverlap: 'allow',
    week: always,
  },
  {
    ...usual,
    ...sixTables,
    name: 'Evenings',
    timeZone: 'Europe/Paris',
    bufferAfter: 15,
    leadTime: 60,
    horizonDays: 5,
    pacingParties: 3,
    guestBookings: 6,
    guestHolds: 2,
    guestBookingsPerDay: 3,
    approvalFrom: 4,
    week: everyDay({ opens: '11:00', closes: '15:00' }, { opens: '17:30', closes: '23:00' }),
    exceptions: [
      { inDays: 2, periods: [] },
      { inDays: 3, periods: [{ opens: '12:00', closes: '16:10' }] },
    ],
  },
  {
    ...usual,
    ...sixTables,
    name: 'Nights',
    timeZone: 'America/New_York',
    bufferBefore: 10,
    bufferAfter: 5,
    pacingParties: 3,
    pacingCovers: 16,
    lastSeating: 60,
    undoMinutes: 1,
    waitlistFirst: true,
    week: everyDay({ opens: '16:00', closes: '02:00' }),
  },
  {
    ...usual,
    ...sixTables,
    tables: [...sixTables.tables, ...sixTables.tables, ...sixTables.tables],
    name: 'Counter',
    timeZone: 'Asia/Kolkata',
    slotInterval: 5,
    turnTimes: [
      { maxParty: 2, minutes: 20 },
      { maxParty: 12, minutes: 40 },
    ],
    pacingParties: 5,
    approvalFrom: 3,
    seatingWindow: 43_200,
    guestOverlap: 'allow',
    week: always,
  },
];
