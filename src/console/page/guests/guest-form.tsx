import * as b from 'messages:bookings';
import * as common from 'messages:common';
import * as m from 'messages:guests';
import { useState } from 'preact/hooks';
import type { Customer, CustomerChange } from '../../../client/index.ts';
import { api, MaitredProblem } from '../api.ts';
import { AreaField, Field } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { may } from '../session.ts';

interface GuestFormProps {
  /** The guest when the form was opened. */
  readonly guest: Customer;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const TEXTS = [
  'name',
  'phone',
  'email',
  'locale',
  'timeZone',
  'preferences',
  'staffNotes',
] as const;
type TextName = (typeof TEXTS)[number];

const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** What the form changes. Fields that were not touched are left out, so they stay as others set them. */
function changeOf(form: FormData, guest: Customer): CustomerChange {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const changed = TEXTS.filter((name) => form.has(name) && text(name) !== (guest[name] ?? ''));
  const tags = tagsOf(text('tags'));
  return {
    ...Object.fromEntries(changed.map((name) => [name, text(name) === '' ? null : text(name)])),
    ...(tags.join() === guest.tags.join() ? {} : { tags }),
  };
}

/**
 * Changes the details of a guest. If somebody else has changed them since, nothing is stored, each
 * field says what it is now, and saving once more goes on from there.
 */
export function GuestForm({ guest, onDone, onClose }: GuestFormProps) {
  // The card is read again while the form is open; the form goes on from what it has shown.
  const [seen] = useState(guest);
  const [latest, setLatest] = useState(guest);
  const { id: customerId } = seen;
  async function save(idempotencyKey: string, form: FormData) {
    try {
      return await api.changeCustomer({
        ...{ customerId, idempotencyKey, ifMatch: `"${latest.version}"` },
        body: changeOf(form, seen),
      });
    } catch (error) {
      if (error instanceof MaitredProblem && error.code === 'version_stale') {
        setLatest(await api.showCustomer({ customerId }));
      }
      throw error;
    }
  }
  const meanwhile = (now: string, before: string) =>
    now === before ? undefined : m.isNow({ text: now === '' ? '–' : now });
  const textField = (name: TextName, problem: MaitredProblem | undefined) => ({
    ...{ name, initial: seen[name] ?? '' },
    error: meanwhile(latest[name] ?? '', seen[name] ?? '') ?? errorOf(problem, `body.${name}`),
  });
  return (
    <Form
      {...{ label: m.saved, submit: common.save, run: save, onDone }}
      more={
        <button type="button" onClick={onClose}>
          {common.cancel}
        </button>
      }
    >
      {(problem) => (
        <>
          <div class="fields">
            <Field {...{ label: m.name, maxLength: 256, ...textField('name', problem) }} />
            <Field {...{ label: b.phone, type: 'tel', ...textField('phone', problem) }} />
            <Field {...{ label: m.email, type: 'email', ...textField('email', problem) }} />
            <Field
              {...{ label: m.language, hint: m.languageHint, ...textField('locale', problem) }}
            />
            <Field
              {...{ label: m.timeZone, hint: m.zoneHint, ...textField('timeZone', problem) }}
            />
            <Field
              {...{ label: m.tags, name: 'tags', hint: m.tagsHint, initial: seen.tags.join(', ') }}
              error={
                meanwhile(latest.tags.join(', '), seen.tags.join(', ')) ??
                errorOf(problem, 'body.tags')
              }
            />
          </div>
          <AreaField
            {...{ label: m.preferences, maxLength: 1024, ...textField('preferences', problem) }}
          />
          {may('customers:notes') && (
            <AreaField
              {...{ label: m.staffNotes, maxLength: 4096, hint: m.staffHint }}
              {...textField('staffNotes', problem)}
            />
          )}
        </>
      )}
    </Form>
  );
}
