import type { Venue } from '../furnish.ts';

/** Tables of a venue that are taken together, with the parties for which they are meant. */
export interface Seating {
  readonly resources: readonly string[];
  readonly minParty: number;
  readonly maxParty: number;
  /** The area of all of them; undefined: they have none in common. */
  readonly area: string | undefined;
}

const known = new Map<string, Seating[]>();

/** Every single table and every combination of a venue. */
export function seatingsOf({ id, plan, resources }: Venue): readonly Seating[] {
  const before = known.get(id);
  if (before !== undefined) return before;
  const areaOf = (members: readonly number[]) => {
    const areas = new Set(members.map((member) => plan.tables[member]?.area));
    return areas.size === 1 ? [...areas][0] : undefined;
  };
  const idsOf = (members: readonly number[]) => members.map((member) => resources[member] ?? '');
  const all = [
    ...plan.tables.map(({ minParty, maxParty }, at) => ({ members: [at], minParty, maxParty })),
    ...plan.combinations,
  ].map(({ members, minParty, maxParty }) => ({
    ...{ resources: idsOf(members), minParty, maxParty, area: areaOf(members) },
  }));
  known.set(id, all);
  return all;
}

/** Whether both name the same resources, in any order. */
export const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((each) => others.includes(each));

/** Whether a table or a combination of exactly these resources is meant for a party of this size. */
export const isMeantFor = (venue: Venue, resources: readonly string[], party: number): boolean =>
  seatingsOf(venue).some(
    (seating) =>
      isSame(seating.resources, resources) &&
      party >= seating.minParty &&
      party <= seating.maxParty,
  );

/** Whether a party fits in some resources: their sizes add up, or a combination of them takes it. */
export function fitsIn(venue: Venue, resources: readonly string[], party: number): boolean {
  const sizes = resources.map(
    (id) => venue.plan.tables[venue.resources.indexOf(id)]?.maxParty ?? 0,
  );
  const sum = sizes.reduce((total, each) => total + each, 0);
  return (
    sum >= party ||
    seatingsOf(venue).some(
      (seating) => isSame(seating.resources, resources) && party <= seating.maxParty,
    )
  );
}

/** Whether a party needs each of the resources that it fits in, and none is only for larger ones. */
export const isNeeded = (venue: Venue, resources: readonly string[], party: number): boolean =>
  resources.every((id) => {
    const table = venue.plan.tables[venue.resources.indexOf(id)];
    const others = resources.filter((other) => other !== id);
    return (
      (table?.minParty ?? 0) <= party && (others.length === 0 || !fitsIn(venue, others, party))
    );
  });

/** Whether all of these resources are in an area. */
export const isInArea = (
  { plan, resources: all }: Venue,
  resources: readonly string[],
  area: string,
) => resources.every((id) => plan.tables[all.indexOf(id)]?.area === area);
