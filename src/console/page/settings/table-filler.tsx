import * as m from 'messages:settings';
import type { Resource } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';

interface TableFillerProps {
  readonly venueId: string;
  readonly existing: readonly Resource[];
  readonly onAdded: () => void;
}

/** Adds several tables of one size at once; their names go on from those that exist. */
export function TableFiller({ venueId, existing, onAdded }: TableFillerProps) {
  return (
    <Form
      label={m.addedTables}
      submit={m.add}
      run={async (idempotencyKey, form) => {
        const number = (name: string) => Number(form.get(name));
        const area = String(form.get('area') ?? '').trim() || null;
        const names = freeNames(existing, number('count'));
        for (const [n, name] of names.entries()) {
          const body = { name, area, minParty: number('minParty'), maxParty: number('maxParty') };
          // Each table has a key of its own, so a repetition adds none twice.
          await api.addResource({ idempotencyKey: `${idempotencyKey}-${n}`, venueId, body });
        }
      }}
      onDone={onAdded}
    >
      {() => (
        <div class="fields">
          <Field
            {...{ name: 'count', label: m.count, type: 'number', min: 1, max: 60, initial: 4 }}
            required
          />
          <Field
            {...{ name: 'minParty', label: m.minParty, type: 'number', min: 1, initial: 1 }}
            required
          />
          <Field
            {...{ name: 'maxParty', label: m.maxParty, type: 'number', min: 1, initial: 4 }}
            required
          />
          <Field {...{ name: 'area', label: m.area, hint: m.areaHint }} />
        </div>
      )}
    </Form>
  );
}

/** The next names that no table has: “1”, “2”, and so on. */
function freeNames(existing: readonly Resource[], count: number): string[] {
  const taken = new Set(existing.map(({ name }) => name));
  const names: string[] = [];
  for (let n = 1; names.length < count; n += 1) {
    if (!taken.has(String(n))) names.push(String(n));
  }
  return names;
}
