import type { Cell } from './results.ts';
import { VARIANTS, type VariantName } from './variants.ts';

const ROW = 34;
const LEFT = 250;
const WIDTH = 900;

/** A bar chart (SVG): P50 as bars and P95 as marks, of every variant at one delay. */
export function drawChart(cells: readonly Cell[], title: string): string {
  const most = Math.max(...cells.map(({ p95 }) => p95), 1);
  const scale = (ms: number) => Math.round((ms / most) * (WIDTH - LEFT - 190));
  const height = 60 + cells.length * ROW;
  const rows = cells.map((cell, at) => {
    const y = 48 + at * ROW;
    const colour = cell.variant === 'maitred' ? '#0f766e' : '#94a3b8';
    const p95 = LEFT + scale(cell.p95);
    const trips = cell.roundTrips === null ? '' : `, ${Math.round(cell.roundTrips)} RT`;
    return `<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${nameOf(cell.variant)}</text>
<rect x="${LEFT}" y="${y}" width="${scale(cell.p50)}" height="22" rx="3" fill="${colour}"/>
<line x1="${p95}" x2="${p95}" y1="${y - 2}" y2="${y + 24}" stroke="#334155" stroke-width="2"/>
<text x="${p95 + 8}" y="${y + 15}">${cell.p50.toFixed(0)} / ${cell.p95.toFixed(0)} ms${trips}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#0f172a">
<title>${title}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="26" font-size="15" font-weight="600">${title}</text>
${rows.join('\n')}
</svg>
`;
}

function nameOf(variant: VariantName): string {
  return VARIANTS[variant].replace(' (pgbench, prepared)', '').replaceAll('&', '&amp;');
}
