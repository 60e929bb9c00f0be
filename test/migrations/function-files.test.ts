import { expect, it } from 'vitest';
import { DRIZZLE_FOLDER } from '../../scripts/migrate.ts';
import { parseFunctionFile, readFunctions } from '../../scripts/migrations/function-files.ts';
import { copyDrizzle } from './drizzle-copy.ts';

it('reads every statement of the folder, each of which may be applied twice', () => {
  const routines = readFunctions(DRIZZLE_FOLDER).flatMap((file) => file.routines);
  expect(routines.length).toBeGreaterThan(40);
  expect(new Set(routines.map(({ kind }) => kind))).toEqual(
    new Set(['function', 'aggregate', 'trigger']),
  );
});

it.each([
  'create function f_v1() returns int language sql as $$ select 1 $$;',
  'alter function f_v1 set work_mem = 1;',
  '-- A comment.\ndrop function f_v1;',
  '',
])('refuses a statement that does not begin with create or replace: %s', (text) => {
  expect(() => parseFunctionFile('room/f.sql', text)).toThrow(
    'A statement of drizzle/functions/room/f.sql does not begin with',
  );
});

it('refuses a name that two files define', () => {
  const copy = copyDrizzle();
  copy.write(
    'functions/platform/other.sql',
    'create or replace function iso_v1() returns int language sql as $$ select 1 $$;',
  );
  expect(() => readFunctions(copy.folder)).toThrow(
    'iso_v1 is defined in platform/iso.sql and again in platform/other.sql.',
  );
  copy.delete();
});
