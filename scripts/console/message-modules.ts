import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import { parse, type Token } from '@messageformat/parser';
import { z } from 'zod';

/** The languages of the console. Each has a folder with one file for each area, such as `floor.json`. */
export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

export const MESSAGES = fileURLToPath(new URL('../../src/console/messages', import.meta.url));

/** Names that an ES module can export. */
const NAME = /^[a-z][A-Za-z0-9]*$/;
const messagesSchema = z.record(z.string().regex(NAME), z.string());
export type Messages = z.infer<typeof messagesSchema>;

/** The areas that have messages, in alphabetical order. */
export function listAreas(): string[] {
  return readdirSync(`${MESSAGES}/en`)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

export function readMessages(language: Language, area: string): Messages {
  return messagesSchema.parse(
    JSON.parse(readFileSync(`${MESSAGES}/${language}/${area}.json`, 'utf8')),
  );
}

/**
 * Compiles the messages of an area to a module with one export for each: a text, or a function of the
 * arguments. The minifier shortens the names of exports, so messages cost their text and little more.
 */
export function compileMessages(language: Language, area: string): string {
  const messages = readMessages(language, area);
  const format = new MessageFormat(language);
  const imports = new Set<string>();
  const exported = Object.entries(messages).map(([name, text]) => {
    const [first] = argumentsOf(text);
    if (first === undefined) return `export const ${name} = ${JSON.stringify(plain(text))};`;
    const compiled = compileModule(format, { message: text });
    const [head = '', body = ''] = compiled.split('export default {\n  message: ');
    for (const line of head.split('\n')) if (line.trim() !== '') imports.add(line);
    return `export const ${name} = ${body.replace(/\n}\s*$/, '')};`;
  });
  return [...merged(imports), ...exported].join('\n');
}

/** A text without arguments, whose quoted parts are unquoted. */
const plain = (text: string) =>
  parse(text)
    .map((token) => (token.type === 'content' ? token.value : ''))
    .join('');

/** One import for each module, because a name may be imported once only. */
function merged(imports: ReadonlySet<string>): string[] {
  const names = new Map<string, Set<string>>();
  const others: string[] = [];
  for (const line of imports) {
    const [, list, module] = /^import \{ (.+) \} from (.+);$/.exec(line) ?? [];
    if (list === undefined || module === undefined) {
      others.push(line);
      continue;
    }
    const known = names.get(module) ?? new Set();
    for (const name of list.split(', ')) known.add(name);
    names.set(module, known);
  }
  const lines = [...names].map(
    ([module, all]) => `import { ${[...all].join(', ')} } from ${module};`,
  );
  return [...lines, ...others];
}

/** The type of an argument in a message. */
export interface Argument {
  readonly name: string;
  readonly type: 'number' | 'string | number';
}

/** The arguments of a message, each once, in order of their first use. */
export function argumentsOf(text: string): Argument[] {
  const found = new Map<string, Argument>();
  const visit = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.type === 'content' || token.type === 'octothorpe') continue;
      const isNumber = token.type === 'plural' || token.type === 'selectordinal';
      const known = found.get(token.arg);
      if (known === undefined || isNumber) {
        found.set(token.arg, { name: token.arg, type: isNumber ? 'number' : 'string | number' });
      }
      if ('cases' in token) for (const { tokens: inner } of token.cases) visit(inner);
    }
  };
  visit(parse(text));
  return [...found.values()];
}

/** The declarations of all modules `messages:<area>`, as TypeScript, from the English messages. */
export function declareMessages(): string {
  const modules = listAreas().map((area) => {
    const lines = Object.entries(readMessages('en', area)).map(([name, text]) => {
      const all = argumentsOf(text);
      if (all.length === 0) return `  export const ${name}: string;`;
      const members = all.map((each) => `${each.name}: ${each.type}`).join('; ');
      return `  export function ${name}(values: { ${members} }): string;`;
    });
    return `declare module 'messages:${area}' {\n${lines.join('\n')}\n}\n`;
  });
  return `// Generated from src/console/messages/en by \`npm run generate:messages\`. Do not edit.\n${modules.join('\n')}`;
}
