import { describe, expect, it } from 'vitest';
import {
  dueMigrations,
  hashOf,
  type MigrationFile,
  type RecordedMigration,
} from '../../scripts/migrations/migration-files.ts';

const file = (when: number, text: string): MigrationFile => ({
  tag: `000${when}_tables`,
  when,
  hash: hashOf(text),
  statements: [text],
});
const record = ({ when, hash }: MigrationFile): RecordedMigration => ({ when, hash });

const first = file(1, 'create table a ()');
const second = file(2, 'create table b ()');
const third = file(3, 'create table c ()');
const edited = file(1, 'create table a (id int)');

/** The rule of an earlier `migrate`: it compared the time of the newest migration, and no hash. */
const dueByTimeAlone = (files: MigrationFile[], recorded: RecordedMigration[]) => {
  const newest = Math.max(0, ...recorded.map(({ when }) => when));
  return files.filter(({ when }) => when > newest);
};

describe('which migrations are due', () => {
  it('all of them on an empty database, and none when all are applied', () => {
    expect(dueMigrations([first, second], [])).toEqual([first, second]);
    expect(dueMigrations([first, second], [first, second].map(record))).toEqual([]);
  });

  it('those after the newest one that is applied', () => {
    expect(dueMigrations([first, second, third], [record(first)])).toEqual([second, third]);
  });

  it('none, with an error, when an applied migration was edited, which time alone did not notice', () => {
    expect(dueByTimeAlone([edited, second], [first, second].map(record))).toEqual([]);
    expect(() => dueMigrations([edited, second], [first, second].map(record))).toThrow(
      '0001_tables.sql was edited after it had been applied to this database. Restore the applied ' +
        'text from git, and put the change into a new migration.',
    );
  });

  it('none, with an error, when the database has a migration that the folder lacks', () => {
    expect(dueByTimeAlone([first], [first, second].map(record))).toEqual([]);
    expect(() => dueMigrations([first], [first, second].map(record))).toThrow(
      /has 1 migration\(s\) that this version of Maitred does not have/,
    );
  });

  it('none, with an error, when a migration would be applied after a newer one', () => {
    expect(dueByTimeAlone([first, second, third], [first, third].map(record))).toEqual([]);
    expect(() => dueMigrations([first, second, third], [first, third].map(record))).toThrow(
      /0002_tables\.sql is older than a migration/,
    );
    expect(() => dueMigrations([second, first], [])).toThrow(/0001_tables\.sql is older than/);
  });
});
