import { type Block, partsOf, type Report, type Text } from './document.ts';

/** Lines of prose wrap at this width, as `npm run check:docs` wants it. */
const WIDTH = 100;

/** Writes a report as Markdown. Charts are left out: their figures are in the tables too. */
export function writeMarkdown({ title, sections }: Report): string {
  const blocks = [
    `# ${escapeMarkdown(title)}`,
    ...sections.flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      ...section.blocks.flatMap((block) => writeBlock(block) ?? []),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function writeBlock(block: Block): string | undefined {
  switch (block.kind) {
    case 'text':
      return wrap(escapeMarkdown(block.text), '', '');
    case 'list':
      return block.items.map((item) => wrap(escapeMarkdown(item), '- ', '  ')).join('\n');
    case 'table': {
      const line = (cells: readonly Text[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
      const rule = `|${block.head.map(() => '---').join('|')}|`;
      return [
        wrap(`${escapeMarkdown(block.caption)}:`, '', ''),
        '',
        line(block.head),
        rule,
        ...block.rows.map(line),
      ].join('\n');
    }
    case 'bars':
      return undefined;
  }
}

/** Escapes what Markdown or HTML would read as something else than text. */
function escapeMarkdown(line: Text): string {
  return partsOf(line)
    .map(({ text, isCode }) =>
      isCode
        ? `\`${text.replaceAll('|', '\\|')}\``
        : text
            .replace(/[\\|*_[\]~]/g, (character) => `\\${character}`)
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;'),
    )
    .join('');
}

/** Breaks a text into lines, none of which begins with a word that would make it a list or a heading. */
function wrap(line: string, first: string, indent: string): string {
  const lines: string[] = [];
  let current = first;
  let isStart = true;
  for (const word of line.split(' ')) {
    const isSpecial = /^(?:[-+#=]+|\d+[.)])$/.test(word);
    const fits = [...current].length + 1 + [...word].length <= WIDTH;
    if (isStart || fits || isSpecial) {
      current += isStart ? word : ` ${word}`;
    } else {
      lines.push(current);
      current = indent + word;
    }
    isStart = false;
  }
  return [...lines, current].join('\n');
}
