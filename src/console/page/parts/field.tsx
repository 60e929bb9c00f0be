import { type ComponentChildren, h, type TargetedInputEvent } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  /** What the field is for, below it. */
  readonly hint?: string | undefined;
  /** Why the value is refused. */
  readonly error?: string | undefined;
  readonly name?: string | undefined;
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly maxLength?: number | undefined;
  readonly onInput?: ((text: string) => void) | undefined;
}

interface InputProps extends FieldProps {
  readonly type?:
    | 'text'
    | 'password'
    | 'number'
    | 'date'
    | 'time'
    | 'email'
    | 'tel'
    | 'search'
    | 'url';
  readonly value?: string | number | undefined;
  /** The value at first, for a field that the form reads. */
  readonly initial?: string | number | undefined;
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
  readonly step?: string | number | undefined;
  readonly placeholder?: string | undefined;
  readonly autocomplete?: 'off' | 'on' | undefined;
  /** Whether it has the focus when a dialog opens, where it is not the first field. */
  readonly 'data-first'?: true | undefined;
}

interface SelectProps extends FieldProps {
  readonly value?: string | undefined;
  readonly children: ComponentChildren;
}

interface AreaProps extends FieldProps {
  readonly value?: string | undefined;
  readonly initial?: string | undefined;
  readonly rows?: number | undefined;
}

interface TickProps extends Omit<FieldProps, 'onInput' | 'error' | 'maxLength'> {
  readonly checked?: boolean | undefined;
  /** Whether it is ticked at first, for a tick that the form reads. */
  readonly initial?: boolean | undefined;
  readonly onChange?: ((checked: boolean) => void) | undefined;
}

/** What the label, the hint and the error of a field are to its input. */
function useField({ hint, error }: Pick<FieldProps, 'hint' | 'error'>) {
  const id = useId();
  const texts = [hint && `${id}h`, error && `${id}e`].filter(Boolean).join(' ');
  return {
    id,
    described: {
      id,
      ...(texts === '' ? {} : { 'aria-describedby': texts }),
      ...(error === undefined ? {} : { 'aria-invalid': true as const }),
    },
  };
}

function Around({
  id,
  label,
  hint,
  error,
  children,
}: FieldProps & { readonly id: string; readonly children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint && <small id={`${id}h`}>{hint}</small>}
      {error && (
        <small id={`${id}e`} class="error">
          {error}
        </small>
      )}
    </div>
  );
}

/** The attributes that are given; exact types allow no undefined ones. */
function given<Props extends object>(
  props: Props,
): { [Name in keyof Props]?: NonNullable<Props[Name]> } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Props]?: NonNullable<Props[Name]>;
  };
}

/** A labelled input. */
export function Field({ label, hint, error, initial, onInput, ...input }: InputProps) {
  const { id, described } = useField({ hint, error });
  return (
    <Around {...{ id, label, hint, error }}>
      {/* The types of JSX know only one type of input at a time. */}
      {h('input', {
        ...given({ ...input, defaultValue: initial }),
        ...described,
        onInput: (event: TargetedInputEvent<HTMLInputElement>) =>
          onInput?.(event.currentTarget.value),
      })}
    </Around>
  );
}

/** A labelled select. */
export function SelectField({ label, hint, error, children, onInput, ...select }: SelectProps) {
  const { id, described } = useField({ hint, error });
  const { name, required, disabled, value } = select;
  return (
    <Around {...{ id, label, hint, error }}>
      <select
        {...given({ name, required, disabled, value })}
        {...described}
        onInput={(event) => onInput?.(event.currentTarget.value)}
      >
        {children}
      </select>
    </Around>
  );
}

/** A labelled text of several lines. */
export function AreaField({ label, hint, error, initial, onInput, ...area }: AreaProps) {
  const { id, described } = useField({ hint, error });
  return (
    <Around {...{ id, label, hint, error }}>
      <textarea
        {...given({ ...area, defaultValue: initial })}
        {...described}
        onInput={(event) => onInput?.(event.currentTarget.value)}
      />
    </Around>
  );
}

/** A labelled tick. */
export function Tick({ label, hint, initial, onChange, ...input }: TickProps) {
  const { id, described } = useField({ hint });
  return (
    <div class="field tick">
      <input
        type="checkbox"
        {...given({ ...input, defaultChecked: initial })}
        {...described}
        onChange={(event) => onChange?.(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint && <small id={`${id}h`}>{hint}</small>}
    </div>
  );
}
