import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { MaitredProblem } from '../api.ts';
import { problemText } from '../problem-text.ts';
import { notice, type Outcome, write } from '../writes.ts';

interface FormProps<Value> {
  /** What the form does, for the status bar. */
  readonly label: string;
  /** What the status bar says when it is done; left out: `label`. */
  readonly done?: string | ((value: Value) => string) | undefined;
  /** The text of the button that sends the form. */
  readonly submit: string;
  /** Sends the form. It is given the idempotency key. */
  readonly run: (idempotencyKey: string, form: FormData) => Promise<Value>;
  readonly onDone: (value: Value) => void;
  /** Why the form cannot be sent as it is filled in; undefined when it can. */
  readonly check?: ((form: FormData) => string | undefined) | undefined;
  /** What is said about a refusal instead of the usual text; undefined for the usual one. */
  readonly explain?: ((problem: MaitredProblem, sent: FormData) => string | undefined) | undefined;
  /** The fields, drawn with the problem that the last attempt had, and what was sent. */
  readonly children: (
    problem: MaitredProblem | undefined,
    sent: FormData | undefined,
  ) => ComponentChildren;
  /** Further buttons. */
  readonly more?: ComponentChildren;
}

/** A form that writes. A refusal is shown above the button, and by the fields that it names. */
export function Form<Value>(props: FormProps<Value>) {
  const { label, done = label, submit, run, onDone, check, explain, children, more } = props;
  const [mistake, setMistake] = useState<string>();
  const [refused, setRefused] = useState<{ problem: MaitredProblem; sent: FormData }>();
  const [isBusy, setBusy] = useState(false);
  async function send(form: HTMLFormElement) {
    const data = new FormData(form);
    const found = check?.(data);
    setMistake(found);
    if (found !== undefined) return setRefused(undefined);
    setBusy(true);
    const outcome: Outcome<Value> = await write(label, (key) => run(key, data));
    setBusy(false);
    if (outcome.ok) {
      const text = typeof done === 'string' ? done : done(outcome.value);
      notice.set({ text, isError: false });
      onDone(outcome.value);
    } else {
      setRefused({ problem: outcome.problem, sent: data });
    }
  }
  const { problem, sent } = refused ?? {};
  const said = problem && sent ? (explain?.(problem, sent) ?? problemText(problem)) : mistake;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void send(event.currentTarget);
      }}
    >
      {children(problem, sent)}
      {said && !isBusy && (
        <p class="error" role="alert">
          {said}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="main" aria-disabled={isBusy}>
          {submit}
        </button>
        {more}
      </div>
    </form>
  );
}

/** The rule that a field of the request breaks. @param field such as `body.customer.email` */
export const errorOf = (problem: MaitredProblem | undefined, field: string) =>
  problem?.errors.find((each) => each.field === field)?.message;
