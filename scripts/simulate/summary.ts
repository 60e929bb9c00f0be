import { LIGHTS, type Light } from '../../src/operations/light/signals.ts';
import type { Step } from './simulate.ts';

/** What the light did in a run. */
export interface Summary {
  /** For how many seconds it had each colour. */
  readonly seconds: Readonly<Record<Light, number>>;
  /** When it took another colour. */
  readonly changes: readonly {
    readonly at: number;
    readonly light: Light;
    readonly causes: string;
  }[];
  /** How often each cause was named by a light that was just changing. */
  readonly causes: Readonly<Record<string, number>>;
}

const MINUTE_S = 60;

/** Counts the steps of a run. */
export function summarise(steps: Iterable<Step>): Summary {
  const seconds = { grey: 0, green: 0, yellow: 0, orange: 0, red: 0 } satisfies Record<
    Light,
    number
  >;
  const changes: { at: number; light: Light; causes: string }[] = [];
  const causes: Record<string, number> = {};
  for (const step of steps) {
    seconds[step.light] += MINUTE_S;
    if (changes.at(-1)?.light === step.light) continue;
    const named = step.causes.map(({ signal, cause, detail }) =>
      [signal, cause, detail].filter((each) => each !== null).join(' '),
    );
    changes.push({ at: step.at, light: step.light, causes: named.join(', ') });
    for (const cause of named) causes[cause] = (causes[cause] ?? 0) + 1;
  }
  return { seconds, changes, causes };
}

const MOST_SHOWN = 40;

/** The lines that show a summary. */
export function describe({ seconds, changes, causes }: Summary): string[] {
  const shown = changes.slice(0, MOST_SHOWN);
  return [
    ...shown.map(
      ({ at, light, causes: named }) =>
        `${new Date(at).toISOString().slice(0, 16)}Z  ${light.padEnd(6)}  ${named}`,
    ),
    ...(changes.length > MOST_SHOWN ? [`and ${changes.length - MOST_SHOWN} more changes`] : []),
    '',
    `changes: ${changes.length - 1}`,
    `seconds: ${LIGHTS.map((light) => `${light} ${seconds[light]}`).join(', ')}`,
    ...Object.entries(causes).map(([cause, count]) => `${String(count).padStart(5)}  ${cause}`),
  ];
}

/** How often the light has turned red. */
export const redsOf = ({ changes }: Summary) =>
  changes.filter(({ light }) => light === 'red').length;
