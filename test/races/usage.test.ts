import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureUsage } from '../../src/workspaces/limits/usage-store.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** Pages of each table that a measurement reads: about a fiftieth of the messages. */
const PAGES = 20;
const SMALL_ONES = 30_000;
const OF_BIG = 30_000;
/** The bytes of a message that the estimate assumes, with a text of four letters. */
const BYTES = 255;

let postgres: RealPostgres;

beforeAll(async () => {
  postgres = await startRealPostgres();
  await postgres.rows(`
    insert into workspaces (id, name)
    select gen_random_uuid(), 'small ' || n from generate_series(1, ${SMALL_ONES}) n
    union all select gen_random_uuid(), 'big'`);
  await postgres.rows(`
    insert into conversations (id, workspace_id, external_id, channel, last_seq)
    select gen_random_uuid(), id, 'c', 'web', 1 from workspaces`);
  await postgres.rows(`
    insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                          emotion_state)
    select c.workspace_id, c.id, n, 'm' || n, 'system', 'text', now(), sha256('x'), 'none'
      from conversations c
      join workspaces w on w.id = c.workspace_id
     cross join generate_series(1, case w.name when 'big' then ${OF_BIG} else 1 end) n
     where w.name <> 'races'`);
  await postgres.rows('analyze');
}, 120_000);

afterAll(() => postgres?.stop());

const measure = async () =>
  (await postgres.database.run(measureUsage, { pages: PAGES, workspaces: 5000 }))[0]?.measured;

const stored = () =>
  postgres.rows<{ name: string; bytes: string }>(`
    select w.name, u.storage_bytes as bytes
      from workspace_usage u join workspaces w on w.id = u.workspace_id`);

describe('the estimate of what workspaces use, in large tables', () => {
  it('follows the workspace that uses much, and writes nothing for those that use little', async () => {
    const estimates: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      expect(await measure()).toBeLessThan(20);
      const rows = await stored();
      expect(rows.length).toBeLessThan(20);
      estimates.push(Number(rows.find(({ name }) => name === 'big')?.bytes));
    }
    const settled = estimates.slice(10);
    const mean = settled.reduce((sum, each) => sum + each, 0) / settled.length;
    expect(mean / (OF_BIG * BYTES)).toBeGreaterThan(0.8);
    expect(mean / (OF_BIG * BYTES)).toBeLessThan(1.25);
  }, 60_000);

  it('forgets a workspace that uses little again, and rows that an earlier version has stored', async () => {
    await postgres.rows(`delete from messages where seq > 1`);
    await postgres.rows(`
      insert into workspace_usage (workspace_id, storage_bytes, jobs)
      select id, 500 + 5000 * random(), 1 from workspaces order by id limit 12000
      on conflict (workspace_id) do nothing`);
    for (let n = 0; n < 60; n += 1) await measure();
    expect((await stored()).length).toBeLessThan(5);
  }, 60_000);
});

describe('the exact count, in small tables', () => {
  it('is written when it has changed, and only then', async () => {
    const exact = () => postgres.database.run(measureUsage, { pages: 1_000_000, workspaces: 5000 });
    await exact();
    expect((await stored()).length).toBe(SMALL_ONES + 2);
    expect(await exact()).toEqual([{ measured: 0 }]);
    await postgres.rows(`
      insert into customers (id, workspace_id, external_id)
      select gen_random_uuid(), id, 'g' from workspaces where name in ('big', 'races')`);
    expect(await exact()).toEqual([{ measured: 2 }]);
    expect(await exact()).toEqual([{ measured: 0 }]);
  }, 60_000);
});
