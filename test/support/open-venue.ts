import type { Caller } from '../../src/platform/auth/key.ts';
import { readId, type VenueId } from '../../src/platform/ids.ts';
import type { Ports } from '../../src/platform/ports.ts';
import { addResource } from '../../src/venues/add-resource.ts';
import { createVenue } from '../../src/venues/create-venue.ts';
import { hoursSchema, WEEKDAYS } from '../../src/venues/opening-hours.ts';
import { newResourceSchema } from '../../src/venues/resource.ts';
import { setHours } from '../../src/venues/set-hours.ts';
import { newVenueSchema } from '../../src/venues/venue.ts';

/** The UUID behind a venue's shown id. */
export function venueIdOf(shown: string): VenueId {
  const id = readId('venue', shown);
  if (id === undefined) throw new Error(`${shown} is no venue's id`);
  return id;
}

/** A venue with these resources, always open unless hours are given; ids as clients see them. */
export async function openVenue(
  { database }: Pick<Ports, 'database'>,
  caller: Caller,
  settings: object,
  tables: readonly object[],
  hours: { opens: string; closes: string } = { opens: '00:00', closes: '00:00' },
): Promise<{ id: string; resources: string[] }> {
  const deps = { database, venueChanged() {} };
  const { id } = await createVenue(
    deps,
    caller,
    newVenueSchema.parse({ guestOverlap: 'allow', ...settings }),
  );
  const venue = venueIdOf(id);
  const weekly = WEEKDAYS.map((weekday) => ({ weekday, ...hours }));
  await setHours(deps, caller, venue, hoursSchema.parse({ weekly }));
  const resources: string[] = [];
  for (const table of tables) {
    const resource = newResourceSchema.parse({ name: `T${resources.length}`, ...table });
    resources.push((await addResource(deps, caller, venue, resource)).id);
  }
  return { id, resources };
}

/** This number of tables, each for up to four. */
export const tablesOfFour = (count: number) =>
  Array.from({ length: count }, () => ({ maxParty: 4 }));
