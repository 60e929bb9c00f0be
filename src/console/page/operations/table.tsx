import type { ComponentChildren } from 'preact';

interface TableProps {
  readonly title: string;
  readonly heads: readonly string[];
  /** The cells of each row, with what identifies it. The first cell is the head of its row. */
  readonly rows: readonly { readonly id: string; readonly cells: readonly ComponentChildren[] }[];
  /** Whether all cells but the first are numbers. */
  readonly hasNumbers?: boolean;
}

/** A table that scrolls by itself when it is wider than its place. */
export function Table({ title, heads, rows, hasNumbers = false }: TableProps) {
  const kind = (column: number) => (hasNumbers && column > 0 ? 'number' : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={title}>
      <table>
        <thead>
          <tr>
            {heads.map((head, column) => (
              <th key={head} scope="col" class={kind(column)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells: [first, ...cells] }) => (
            <tr key={id}>
              <th scope="row">{first}</th>
              {cells.map((cell, column) => (
                <td key={heads[column + 1]} class={kind(column + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly names: readonly Name[];
  readonly chosen: Name;
  readonly textOf: (name: Name) => string;
  readonly onChoose: (name: Name) => void;
}

/** A choice between few things, as buttons. */
export function Choice<Name extends string>(props: ChoiceProps<Name>) {
  const { label, names, chosen, textOf, onChoose } = props;
  return (
    <fieldset class="ops-choice">
      <legend class="hidden">{label}</legend>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === chosen}
          onClick={() => onChoose(name)}
        >
          {textOf(name)}
        </button>
      ))}
    </fieldset>
  );
}

/** A bar whose length is a share of its place, with a line at the target. Its number stands beside it. */
export function Bar({
  share,
  line,
  kind,
}: {
  readonly share: number;
  readonly line?: number | undefined;
  readonly kind?: string | undefined;
}) {
  const percent = (part: number) => `${Math.min(100, Math.max(0, part * 100))}%`;
  return (
    <div class="ops-bar" aria-hidden="true">
      <div class={kind} style={{ inlineSize: percent(share) }} />
      {line !== undefined && <i style={{ insetInlineStart: percent(line) }} />}
    </div>
  );
}
