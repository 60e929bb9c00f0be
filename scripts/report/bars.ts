import type { Bar, Bars } from './document.ts';

const WIDTH = 760;
const ROW = 28;
const LEFT = 210;
/** The room for the value at the end of a bar. */
const RIGHT = 150;

/**
 * Draws a chart of horizontal bars as SVG. Its colours come from the style of the page. A bar that was
 * not measured has its text only.
 */
export function drawBars({ caption, bars }: Bars, escapeText: (text: string) => string): string {
  const most = Math.max(...bars.flatMap(({ value, mark }) => [value ?? 0, mark ?? 0]), 0);
  const scale = (value: number) =>
    most === 0 ? 0 : Math.round((Math.max(0, value) / most) * (WIDTH - LEFT - RIGHT) * 10) / 10;
  const height = bars.length * ROW + 4;
  const plain = escapeText(caption.replaceAll('`', ''));
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${plain}">
${bars.map((bar, at) => drawBar(bar, at * ROW + 4)).join('\n')}
</svg>`;

  function drawBar({ label, value, shown, mark, isToday = false }: Bar, y: number): string {
    const length = value === null ? 0 : scale(value);
    const line = mark === undefined ? undefined : LEFT + scale(mark);
    const end = Math.max(LEFT + length, line ?? 0);
    return [
      `<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${escapeText(label)}</text>`,
      value === null
        ? ''
        : `<rect class="${isToday ? 'bar today' : 'bar'}" x="${LEFT}" y="${y}" width="${length}" height="20"/>`,
      line === undefined
        ? ''
        : `<line class="mark" x1="${line}" x2="${line}" y1="${y - 2}" y2="${y + 22}"/>`,
      `<text x="${end + 8}" y="${y + 15}">${escapeText(shown)}</text>`,
    ].join('');
  }
}
