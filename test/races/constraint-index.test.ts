import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

// docs/adr/0051-only-the-constraint-reads-its-index.md

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const RESOURCE = '00000000-0000-7000-8000-000000000001';
const tableOf = (n: string) => `('00000000-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
const at = (minutes: string) =>
  `tstzrange(timestamptz '2030-01-01' + (${minutes}) * interval '1 minute',
             timestamptz '2030-01-01' + (${minutes} + 1) * interval '1 minute')`;

/**
 * Reads the index of the constraint several times in one statement: first entries of rows that were
 * deleted, then others, after its root page was split. PostgreSQL 15.18 then marks entries of live rows
 * as dead. The rows must be deleted in an earlier transaction, so each statement is one.
 */
const SPLIT_WHILE_READING = [
  'set enable_seqscan = off',
  'set enable_bitmapscan = off',
  `insert into probe (booking_id, resource_id, venue_id, span)
   select gen_random_uuid(), ${tableOf('9')}, gen_random_uuid(), ${at('i')}
     from generate_series(1, 20) i`,
  `delete from probe where resource_id = ${tableOf('9')}`,
  `insert into probe (booking_id, resource_id, venue_id, span)
   select gen_random_uuid(), ${tableOf('i % 5')}, gen_random_uuid(), ${at('i')}
     from generate_series(1, 50) i`,
  `create function book_more(n int) returns void language plpgsql as $$
   begin
     if n = 0 then
       insert into probe (booking_id, resource_id, venue_id, span)
       select gen_random_uuid(), ${tableOf('i % 5')}, gen_random_uuid(), ${at('i')}
         from generate_series(100, 150) i;
     end if;
   end $$`,
  `select n,
          (select span from probe
            where resource_id = case n when 0 then ${tableOf('9')} else ${tableOf('n')} end
              and span && case n when 0 then ${at('10')} else ${at('80')} end
            limit 1),
          book_more(n)
     from (select n from generate_series(0, 4) n order by n offset 0) s`,
  'reset enable_seqscan',
  'reset enable_bitmapscan',
];

it('no query can read the index, whatever the statistics say', async () => {
  await postgres.rows('set enable_seqscan = off');
  const plans = await postgres.rows(`
    explain select from allocations
     where resource_id = '${RESOURCE}' and span && tstzrange(now(), now() + interval '1 hour')`);
  await postgres.rows('reset enable_seqscan');
  expect(JSON.stringify(plans)).toContain('allocations');
  expect(JSON.stringify(plans)).not.toContain('allocations_no_overlap');
});

it('an overlap is refused for each row, after a split of a page that a statement was reading', async () => {
  await postgres.rows('create table probe (like allocations including all)');
  for (const statement of SPLIT_WHILE_READING) await postgres.rows(statement);
  await postgres.rows(`
    create function is_refused(p probe) returns boolean language plpgsql as $$
    begin
      insert into probe (booking_id, resource_id, venue_id, span)
      values (gen_random_uuid(), p.resource_id, p.venue_id,
              tstzrange(lower(p.span) + interval '1 second', upper(p.span)));
      return false;
    exception when exclusion_violation then
      return true;
    end $$`);
  const [answer] = await postgres.rows<{ rows: string; refused: string }>(`
    select count(*) as rows, count(*) filter (where is_refused(p)) as refused
      from (select * from probe offset 0) p`);
  expect(answer).toEqual({ rows: '101', refused: '101' });
});
