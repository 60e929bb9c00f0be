import * as m from 'messages:operations';
import type { Light } from './words.ts';

/** Each colour has a mark of its own, for those who do not see the colours. */
const MARKS: Readonly<Record<Light, string>> = {
  ...{ grey: '?', green: '✓', yellow: '!', orange: '▲', red: '✕' },
};

/** A colour of the light as a lamp with a mark, and with its word unless that stands beside it. */
export function Lamp({ light, isLarge }: { readonly light: Light; readonly isLarge?: boolean }) {
  return (
    <span class={isLarge ? 'ops-lamp large' : 'ops-lamp'}>
      <span class={`lamp ${light}`} aria-hidden="true">
        {MARKS[light]}
      </span>
      {!isLarge && m.level({ level: light })}
    </span>
  );
}
