import { expect, it } from 'vitest';
import { compareTimeZones } from '../support/time-zones.ts';
import { startRealPostgres } from './real-postgres.ts';

it('an accepted time zone has the same offsets in PostgreSQL and in the runtime', async () => {
  const postgres = await startRealPostgres();
  try {
    const found = await compareTimeZones(postgres.rows);
    expect(found).toMatchObject({ differing: [], unlisted: [] });
    expect(found.ofOtherRelease.length).toBeLessThan(15);
    expect(found.accepted.length).toBeGreaterThan(400);
    expect(found.abbreviations).toEqual(expect.arrayContaining(['GMT', 'UTC']));
    for (const name of ['CET', 'EET', 'MET', 'WET']) expect(found.accepted).not.toContain(name);
  } finally {
    await postgres.stop();
  }
});
