import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { AffectedBookings, Resource, Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { act } from '../parts/act.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { WithVenue } from '../parts/venue-bar.tsx';
import { usePolled } from '../polled.ts';
import { Affected } from './affected.tsx';
import { Combinations } from './combinations.tsx';
import { NoVenue } from './no-venue.tsx';
import { TableFiller } from './table-filler.tsx';

/** The tables of a venue, by area. */
export function TablesSection() {
  return (
    <WithVenue none={<NoVenue />}>
      {(venue, bar) => (
        <>
          <div class="bar">{bar}</div>
          <Tables key={venue.id} venue={venue} />
        </>
      )}
    </WithVenue>
  );
}

function Tables({ venue }: { readonly venue: Venue }) {
  const venueId = venue.id;
  const polled = usePolled(
    `tables ${venueId}`,
    (signal) => api.listResources({ venueId }, { signal }),
    30,
  );
  const [opened, setOpened] = useState<Resource>();
  const [affected, setAffected] = useState<AffectedBookings>();
  return (
    <Loaded polled={polled}>
      {({ data, combinations }) => (
        <>
          <Affected affected={affected} />
          {data.length === 0 ? (
            <Empty>{m.noTables}</Empty>
          ) : (
            [...Map.groupBy(data, ({ area }) => area)].map(([area, tables]) => (
              <section key={area} class="card">
                <h2>{area ?? m.noArea}</h2>
                <ul class="tiles">
                  {tables.map((table) => (
                    <li key={table.id}>
                      <button type="button" onClick={() => setOpened(table)}>
                        <strong>{table.name}</strong>{' '}
                        <span class="quiet">
                          {m.covers({ from: table.minParty, to: table.maxParty })}
                        </span>
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            ))
          )}
          <section class="card">
            <h2>{m.addTables}</h2>
            <TableFiller venueId={venueId} existing={data} onAdded={() => void polled.reload()} />
          </section>
          <Combinations
            {...{ venueId, tables: data, combinations, onChanged: () => void polled.reload() }}
          />
          {opened && (
            <TableDialog
              {...{ venueId, table: opened }}
              onClose={() => setOpened(undefined)}
              onChanged={(changed) => {
                setAffected(changed);
                setOpened(undefined);
                void polled.reload();
              }}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

interface TableDialogProps {
  readonly venueId: string;
  readonly table: Resource;
  readonly onClose: () => void;
  readonly onChanged: (affected: AffectedBookings) => void;
}

function TableDialog({ venueId, table, onClose, onChanged }: TableDialogProps) {
  const resourceId = table.id;
  return (
    <Dialog title={table.name} onClose={onClose}>
      <Form
        label={m.savedTable({ table: table.name })}
        submit={m.save}
        run={(idempotencyKey, form) => {
          const text = (name: string) => String(form.get(name) ?? '').trim();
          const body = {
            ...{ name: text('name'), area: text('area') || null },
            ...{ minParty: Number(text('minParty')), maxParty: Number(text('maxParty')) },
            priority: Number(text('priority')),
          };
          return api.changeResource({ idempotencyKey, venueId, resourceId, body });
        }}
        onDone={({ affectedBookings }) => onChanged(affectedBookings)}
        more={
          <button
            type="button"
            class="danger"
            onClick={async () => {
              const removed = await act(m.removedTable({ table: table.name }), (idempotencyKey) =>
                api.deleteResource({ idempotencyKey, venueId, resourceId }),
              );
              if (removed !== undefined) onChanged(removed.affectedBookings);
            }}
          >
            {m.removeTable}
          </button>
        }
      >
        {(problem) => (
          <div class="fields">
            <Field
              {...{ name: 'name', label: m.name, initial: table.name, required: true }}
              error={errorOf(problem, 'body.name')}
            />
            <Field {...{ name: 'area', label: m.area, initial: table.area ?? '' }} />
            <Field
              {...{ name: 'minParty', label: m.minParty, type: 'number', min: 1 }}
              {...{ initial: table.minParty, error: errorOf(problem, 'body.minParty') }}
            />
            <Field
              {...{ name: 'maxParty', label: m.maxParty, type: 'number', min: 1 }}
              {...{ initial: table.maxParty, error: errorOf(problem, 'body.maxParty') }}
            />
            <Field
              {...{ name: 'priority', label: m.priority, hint: m.priorityHint, type: 'number' }}
              initial={table.priority}
            />
          </div>
        )}
      </Form>
    </Dialog>
  );
}
