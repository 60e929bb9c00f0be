import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { Combination, Resource } from '../../../client/index.ts';
import { api } from '../api.ts';
import { act } from '../parts/act.ts';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';

interface CombinationsProps {
  readonly venueId: string;
  readonly tables: readonly Resource[];
  readonly combinations: readonly Combination[];
  readonly onChanged: () => void;
}

/** Tables that are put together for larger parties. */
export function Combinations({ venueId, tables, combinations, onChanged }: CombinationsProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const nameOf = (id: string) => tables.find((each) => each.id === id)?.name ?? id;
  const namesOf = (ids: readonly string[]) => ids.map(nameOf).join(' + ');
  if (tables.length < 2) return null;
  return (
    <section class="card">
      <h2>{m.combinations}</h2>
      <ul class="list">
        {combinations.map(({ id, resourceIds, minParty, maxParty }) => (
          <li key={id} class="row spread">
            <span>
              <strong>{namesOf(resourceIds)}</strong>{' '}
              <span class="quiet">{m.covers({ from: minParty, to: maxParty })}</span>
            </span>
            <button
              type="button"
              aria-label={m.removeCombination({ tables: namesOf(resourceIds) })}
              onClick={async () => {
                await act(m.removedCombination, (idempotencyKey) =>
                  api.deleteCombination({ idempotencyKey, venueId, combinationId: id }),
                );
                onChanged();
              }}
            >
              {m.remove}
            </button>
          </li>
        ))}
      </ul>
      <Form
        label={m.addedCombination}
        submit={m.combine}
        run={(idempotencyKey, form) => {
          const maxParty = Number(form.get('maxParty'));
          const body = { resourceIds: [...chosen], maxParty };
          return api.addCombination({ idempotencyKey, venueId, body });
        }}
        onDone={() => {
          setChosen([]);
          onChanged();
        }}
      >
        {() => (
          <>
            <fieldset>
              <legend>{m.chooseTables}</legend>
              <div class="tiles">
                {tables.map(({ id, name }) => (
                  <button
                    key={id}
                    type="button"
                    aria-pressed={chosen.includes(id)}
                    onClick={() =>
                      setChosen(
                        chosen.includes(id)
                          ? chosen.filter((each) => each !== id)
                          : [...chosen, id],
                      )
                    }
                  >
                    {name}
                  </button>
                ))}
              </div>
            </fieldset>
            <div class="fields">
              <Field
                {...{ name: 'maxParty', label: m.maxParty, type: 'number', min: 2, initial: 8 }}
                required
              />
            </div>
          </>
        )}
      </Form>
    </section>
  );
}
