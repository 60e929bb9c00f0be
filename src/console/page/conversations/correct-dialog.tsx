import * as c from 'messages:common';
import * as m from 'messages:conversations';
import * as w from 'messages:moods';
import { useState } from 'preact/hooks';
import type { Message } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, SelectField } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { LABELS, type Label } from '../parts/mood.tsx';

interface CorrectDialogProps {
  readonly message: Message;
  readonly onClose: () => void;
  /** Called with the message as it is after the correction. */
  readonly onDone: (message: Message) => void;
}

/** Corrects the emotion that was read from a message. */
export function CorrectDialog({ message, onClose, onDone }: CorrectDialogProps) {
  const { id: messageId, conversationId, seq } = message;
  const [label, setLabel] = useState<Label>(message.emotion?.label ?? 'neutral');
  return (
    <Dialog title={m.correctSeq({ seq })} onClose={onClose}>
      <blockquote class="talk-quote" dir="auto">
        {message.text}
      </blockquote>
      <Form
        {...{ label: m.correctedNow, submit: c.save }}
        run={(idempotencyKey, form) => {
          const feeling = String(form.get('feeling'));
          const body = { label, ...(feeling === '' ? {} : { valence: Number(feeling) }) };
          return api.correctEmotion({ idempotencyKey, conversationId, messageId, body });
        }}
        onDone={({ label, valence }) =>
          onDone({
            ...message,
            emotion: {
              ...{ label, valence, confidence: null, abstained: null, probabilities: null },
              modelVersion: 'operator',
            },
          })
        }
        more={
          <button type="button" onClick={onClose}>
            {c.cancel}
          </button>
        }
      >
        {(problem) => (
          <div class="fields">
            <SelectField
              {...{ label: w.emotion, value: label, error: errorOf(problem, 'body.label') }}
              onInput={(text) => setLabel(LABELS.find((each) => each === text) ?? 'neutral')}
            >
              {LABELS.map((each) => (
                <option key={each} value={each}>
                  {w.label({ label: each })}
                </option>
              ))}
            </SelectField>
            <Field
              {...{ label: w.feeling, hint: m.usual, error: errorOf(problem, 'body.valence') }}
              {...{ name: 'feeling', type: 'number', min: -1, max: 1, step: 0.05 }}
            />
          </div>
        )}
      </Form>
    </Dialog>
  );
}
