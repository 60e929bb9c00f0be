import * as m from 'messages:emotions';
import * as w from 'messages:moods';
import type { WorkspaceEmotions } from '../../../client/index.ts';
import { feelingOf, percentOf } from '../parts/mood.tsx';
import { numberOf } from '../time.ts';

/** A share as a bar with its number. */
export function Share({ share }: { readonly share: number }) {
  return (
    <span class="feelings-share">
      <span class="feelings-share-bar" aria-hidden="true">
        <span style={{ inlineSize: `${share * 100}%` }} />
      </span>
      {percentOf(share)}
    </span>
  );
}

/** How often each emotion was read. */
export function LabelTable({ labels }: Pick<WorkspaceEmotions, 'labels'>) {
  if (labels.length === 0) return null;
  return (
    <section class="card">
      <h2 id="by-label">{m.byLabel}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it (WCAG 2.1.1) */}
      <section class="scroll" tabIndex={0} aria-labelledby="by-label">
        <table aria-labelledby="by-label">
          <thead>
            <tr>
              <th scope="col">{w.emotion}</th>
              <th scope="col" class="number">
                {m.messages}
              </th>
              <th scope="col">{m.share}</th>
              <th scope="col" class="number">
                {w.feeling}
              </th>
            </tr>
          </thead>
          <tbody>
            {labels
              .toSorted((a, b) => b.messages - a.messages)
              .map(({ label, messages, share, meanValence }) => (
                <tr key={label}>
                  <th scope="row">{w.label({ label })}</th>
                  <td class="number">{numberOf(messages)}</td>
                  <td>
                    <Share share={share} />
                  </td>
                  <td class="number">{feelingOf(meanValence)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
