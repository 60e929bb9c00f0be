import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { statement } from '../support/sql-statement.ts';
import { makeKey, testDeps } from '../support/workspace.ts';

const { database } = testDeps();
const run = (query: Parameters<typeof statement>[0]) =>
  database.run(statement(query, z.record(z.string(), z.unknown())), {});

/** Checks the limit `venues` of the workspace with this name. */
const check = (workspace: string, used: number) =>
  run(sql`select check_limit_v1(id, 'venues', ${sql.raw(String(used))}) as done
            from workspaces where name = ${sql.raw(`'${workspace}'`)}`);

describe('check_limit_v1', () => {
  it('refuses when the default is reached, and names the limit and its value', async () => {
    await makeKey('default limits');
    await expect(check('default limits', 199)).resolves.toHaveLength(1);
    await expect(check('default limits', 200)).rejects.toMatchObject({
      code: 'MT409',
      reason: 'limit_reached',
      detail: '{"most": 200, "limit": "venues"}',
    });
  });

  it('follows the value that the operator has set', async () => {
    await makeKey('raised limits');
    await run(sql`update workspaces set limits = '{"venues": 201}' where name = 'raised limits'`);
    await expect(check('raised limits', 200)).resolves.toHaveLength(1);
    await expect(check('raised limits', 201)).rejects.toMatchObject({ reason: 'limit_reached' });
  });

  it('fails for a name that no limit has', async () => {
    await makeKey('misspelt limits');
    await expect(
      run(sql`select check_limit_v1(id, 'venue', 0) from workspaces
               where name = 'misspelt limits'`),
    ).rejects.toThrow();
  });
});
