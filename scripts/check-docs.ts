import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm run check:docs` checks three rules of the Markdown files: lines wrap at 100 characters, the
// README has under 900 words, and each relative link has an existing target.

const MAX_LINE = 100;
const MAX_README_WORDS = 900;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.wrangler', '.work', 'dist']);

/** A broken rule, with its position and a sentence that explains it. */
export interface Finding {
  file: string;
  line: number;
  sentence: string;
}

/**
 * Checks every Markdown file under a folder, and returns the broken rules in the order of the
 * files.
 */
export function checkDocs(root: string): Finding[] {
  return markdownFiles(root).flatMap((path) => {
    const file = relative(root, path);
    const text = readFileSync(path, 'utf8');
    const prose = withoutCode(text);
    return [
      ...longLines(file, text, prose),
      ...(file === 'README.md' ? tooManyWords(file, text) : []),
      ...brokenLinks(root, path, file, prose),
    ];
  });
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : markdownFiles(path);
      return entry.name.endsWith('.md') ? [path] : [];
    });
}

/** The text with fenced code and inline code blanked out; its lines keep their numbers. */
function withoutCode(text: string): string {
  let fence: string | undefined;
  const lines = text.split('\n').map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      return mark === undefined ? line : '';
    }
    if (mark?.startsWith(fence)) fence = undefined;
    return '';
  });
  return lines.join('\n').replace(/(`+)[^`]+\1/g, (code) => code.replace(/[^\n]/g, ' '));
}

function longLines(file: string, text: string, prose: string): Finding[] {
  const proseLines = prose.split('\n');
  return text.split('\n').flatMap((line, at) => {
    const length = [...line].length;
    if (length <= MAX_LINE || proseLines[at] === '' || cannotBreak(line)) return [];
    const sentence = `This line has ${length} characters; wrap it at ${MAX_LINE}.`;
    return [{ file, line: at + 1, sentence }];
  });
}

/** Table rows, images, and lines that are nothing but one link (or one link's definition). */
function cannotBreak(line: string): boolean {
  const content = line.trim().replace(/^(?:[-*+]|\d+\.|>)\s+/, '');
  return (
    content.startsWith('|') ||
    /^!\[[^\]]*\]\([^)]*\)$/.test(content) ||
    /^\[[^\]]*\]\([^)]*\)[.,;:]?$/.test(content) ||
    /^\[[^\]]*\]:\s+\S+$/.test(content) ||
    /^<?https?:\/\/\S+>?$/.test(content)
  );
}

function tooManyWords(file: string, text: string): Finding[] {
  const words = text.split(/\s+/).filter(Boolean).length;
  if (words < MAX_README_WORDS) return [];
  const sentence = `The README has ${words} words; keep it under ${MAX_README_WORDS}.`;
  return [{ file, line: 1, sentence }];
}

/** Inline links, which may wrap between their words, and link definitions. */
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s+(\S+)/gm;

function brokenLinks(root: string, path: string, file: string, prose: string): Finding[] {
  return [...prose.matchAll(LINK)].flatMap((match) => {
    const target = match[1] ?? match[2] ?? '';
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
    const line = prose.slice(0, match.index).split('\n').length;
    const sentence = explainLink(root, path, target);
    return sentence === undefined ? [] : [{ file, line, sentence }];
  });
}

/** Explains why a relative link is broken; undefined when its target exists. */
function explainLink(root: string, from: string, target: string): string | undefined {
  const [name = '', anchor] = target.split('#', 2);
  const base = name.startsWith('/') ? root : dirname(from);
  const path = name === '' ? from : resolve(base, `./${decodeURIComponent(name)}`);
  if (!existsSync(path)) return `The link ${target} points to a file that does not exist.`;
  if (anchor === undefined || !path.endsWith('.md') || statSync(path).isDirectory())
    return undefined;
  if (anchorsOf(readFileSync(path, 'utf8')).has(anchor)) return undefined;
  return `The link ${target} points to a heading that does not exist.`;
}

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  let fenced = false;
  for (const line of text.split('\n')) {
    if (/^\s*(`{3,}|~{3,})/.test(line)) fenced = !fenced;
    const heading = fenced ? undefined : /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = checkDocs(fileURLToPath(new URL('..', import.meta.url)));
  for (const { file, line, sentence } of findings) console.error(`${file}:${line}: ${sentence}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
