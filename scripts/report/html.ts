import { drawBars } from './bars.ts';
import { type Block, partsOf, type Report, type Text } from './document.ts';
import { STYLE } from './style.ts';

/** Writes a report as one page that loads nothing: no script, no font, no image from elsewhere. */
export function writeHtml({ title, sections }: Report): string {
  const body = sections.map(
    (section) =>
      `<section>\n<h2>${inline(section.title)}</h2>\n${section.blocks.map(writeBlock).join('\n')}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${STYLE}</style>
</head>
<body>
<main>
<h1>${inline(title)}</h1>
${body.join('\n')}
</main>
</body>
</html>
`;
}

/** Escapes a text for HTML, also inside an attribute. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const inline = (line: Text): string =>
  partsOf(line)
    .map(({ text, isCode }) => (isCode ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text)))
    .join('');

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${inline(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${inline(item)}</li>`).join('\n')}\n</ul>`;
    case 'table': {
      const head = block.head.map((cell) => `<th scope="col">${inline(cell)}</th>`).join('');
      const rows = block.rows.map((row) => `<tr>${row.map(writeCell).join('')}</tr>`);
      return `<div class="wide"><table>
<caption>${inline(block.caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
    }
    case 'bars':
      return `<figure>\n${drawBars(block, escapeHtml)}\n<figcaption>${inline(block.caption)}</figcaption>\n</figure>`;
  }
}

/** A cell. The first of a row is its name; figures are aligned to the right. */
function writeCell(cell: Text, at: number): string {
  if (at === 0) return `<th scope="row">${inline(cell)}</th>`;
  const isFigure = /^-?[\d,.]+(?: \((?:longest|[\d,]+ measured)\))?(?: (?:ms|%|rows|times))?$/.test(
    cell,
  );
  return `<td${isFigure ? ' class="figure"' : ''}>${inline(cell)}</td>`;
}
