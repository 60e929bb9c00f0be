import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { MaitredProblem } from '../api.ts';
import { problemText } from '../problem-text.ts';
import { notice, type Outcome, write } from '../writes.ts';

interface FormProps<Value> {
  /** What the form does, for the status bar. */
  readonly label: string;
  /** The text of the button that sends the form. */
  readonly submit: string;
  /** Sends the form. It is given the idempotency key. */
  readonly run: (idempotencyKey: string, form: FormData) => Promise<Value>;
  readonly onDone: (value: Value) => void;
  /** Why the form cannot be sent as it is filled in; undefined when it can. */
  readonly check?: ((form: FormData) => string | undefined) | undefined;
  /** The fields, drawn with the problem that the last attempt had. */
  readonly children: (problem: MaitredProblem | undefined) => ComponentChildren;
  /** Further buttons. */
  readonly more?: ComponentChildren;
}

/** A form that writes. A refusal is shown above the button, and by the fields that it names. */
export function Form<Value>({
  label,
  submit,
  run,
  onDone,
  check,
  children,
  more,
}: FormProps<Value>) {
  const [mistake, setMistake] = useState<string>();
  const [problem, setProblem] = useState<MaitredProblem>();
  const [isBusy, setBusy] = useState(false);
  async function send(form: HTMLFormElement) {
    const data = new FormData(form);
    const found = check?.(data);
    setMistake(found);
    setProblem(undefined);
    if (found !== undefined) return;
    setBusy(true);
    const outcome: Outcome<Value> = await write(label, (key) => run(key, data));
    setBusy(false);
    if (outcome.ok) {
      notice.set({ text: label, isError: false });
      onDone(outcome.value);
    } else {
      setProblem(outcome.problem);
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void send(event.currentTarget);
      }}
    >
      {children(problem)}
      {(problem || mistake) && (
        <p class="error" role="alert">
          {problem ? problemText(problem) : mistake}
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
