import * as m from 'messages:common';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

interface PlotProps {
  /** What the plot shows, for those who do not see it; also the caption of its table. */
  readonly title: string;
  /** uPlot's options without the size and the title. */
  readonly options: Omit<uPlot.Options, 'width' | 'height' | 'title'>;
  /** The columns: x, then one for each series. */
  readonly data: uPlot.AlignedData;
  /** The height in pixels. */
  readonly height?: number;
  /** The table behind the plot: the heads of its columns, and its rows as texts. */
  readonly table: {
    readonly heads: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
}

/** A plot with its numbers as a table behind it. `options` must be the same object while it is equal. */
export function Plot({ title, options, data, table, height = 220 }: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const drawn = useRef(data);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const width = Math.max(target.clientWidth, 200);
    const made = new uPlot({ ...options, width, height, legend: { show: false } }, data, target);
    plot.current = made;
    const watcher = new ResizeObserver(() => {
      made.setSize({ width: Math.max(target.clientWidth, 200), height });
    });
    watcher.observe(target);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => made.redraw();
    scheme.addEventListener('change', redraw);
    return () => {
      scheme.removeEventListener('change', redraw);
      watcher.disconnect();
      made.destroy();
    };
  }, [options, height]);
  useEffect(() => {
    if (drawn.current !== data) plot.current?.setData(data);
    drawn.current = data;
  }, [data]);
  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      <div ref={element} role="img" aria-label={title} />
      <details>
        <summary>{m.asTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it (WCAG 2.1.1) */}
        <section class="scroll" tabIndex={0} aria-label={title}>
          <table>
            <thead>
              <tr>
                {table.heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join()}>
                  {row.map((cell, n) => (
                    <td key={table.heads[n]}>
                      <bdi>{cell}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}

/** A colour of the style sheet, such as `--accent`, as it is now in light or dark. */
export function colour(name: string): string {
  // A property itself is still the text `light-dark(…)`, which a canvas does not know.
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
