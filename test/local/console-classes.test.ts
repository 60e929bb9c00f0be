import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BOOKING_STATES } from '../../src/bookings/lifecycle.ts';

const root = new URL('../../src/console/page/', import.meta.url);
const sheets = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.css'),
);

it('no class of the console that stands alone is the name of a state or a mark of bookings', () => {
  const names = [...BOOKING_STATES, 'late', 'due', 'over'].join('|');
  const alone = new RegExp(`^\\.(${names})\\b`, 'gm');
  const found = sheets.flatMap((name) =>
    [...readFileSync(new URL(name, root), 'utf8').matchAll(alone)].map(([match]) => name + match),
  );
  expect(sheets.length).toBeGreaterThan(5);
  expect(found).toEqual([]);
});
