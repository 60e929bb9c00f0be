import { expect, it } from 'vitest';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { showWorkspaceEmotions } from '../../src/emotions/statistics/show-workspace-emotions.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { Refused } from '../../src/platform/database-errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { changeVenue } from '../../src/venues/change-venue.ts';
import { createVenue } from '../../src/venues/create-venue.ts';
import { newVenueSchema } from '../../src/venues/venue.ts';
import { testDeps } from '../support/workspace.ts';

/** The ports, with a database that knows no time zone. */
const deps = {
  ...testDeps(),
  database: { run: () => Promise.reject(new Refused('MT400', 'invalid_field', '"timeZone"')) },
};
const caller: Caller = { keyId: newId(), workspaceId: newId(), scopes: SCOPES };
const timeZone = 'Europe/Paris';
const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };

it.each([
  [
    'createVenue',
    'body.timeZone',
    () => createVenue(deps, caller, newVenueSchema.parse({ name: 'V', timeZone })),
  ],
  ['changeVenue', 'body.timeZone', () => changeVenue(deps, caller, newId(), { timeZone })],
  [
    'storeMessage',
    'body.customer.timeZone',
    () =>
      storeMessage(deps, caller, 'c', {
        role: 'customer',
        text: 'hi',
        customer: { id: 'maya', timeZone },
      }),
  ],
  [
    'showWorkspaceEmotions',
    'query.timeZone',
    () => showWorkspaceEmotions(deps, caller, { ...range, interval: 'day', timeZone }),
  ],
])('%s names %s when the database does not know the time zone', async (_, field, act) => {
  await expect(act()).rejects.toMatchObject({
    code: 'invalid_field',
    options: { errors: [{ field }] },
  });
});
