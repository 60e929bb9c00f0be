import { SIGN_FEELINGS } from './emoji.ts';
import type { Lexicon } from './polarity.ts';
import { type Parts, polarityMarkersOf } from './polarity-markers.ts';
import type { Token } from './tokens.ts';

/** Features of the whole text: punctuation, shape, and polarity under negation and contrast. */
export function markersOf(tokens: readonly Token[], parts: Parts, lexicon: Lexicon): string[] {
  return [...shapeOf(tokens), ...polarityMarkersOf(tokens, parts, lexicon)];
}

function shapeOf(tokens: readonly Token[]): string[] {
  const markers = new Set<string>();
  let words = 0;
  let shouted = 0;
  let signs = 0;
  for (const { kind, text, shouted: loud, stretched } of tokens) {
    if (kind === 'word') words += 1;
    if (loud) shouted += 1;
    if (stretched) markers.add('stretched');
    if (kind === 'sign') {
      signs += 1;
      markers.add(`sign ${SIGN_FEELINGS.get(text) ?? 'other'}`);
    }
    if (kind !== 'mark') continue;
    if (text.includes('!')) markers.add(text.length > 1 ? '!!' : '!');
    if (text.includes('?')) markers.add(text.length > 1 ? '??' : '?');
    if (text.includes('..') || text === '…') markers.add('...');
    if (text === '"') markers.add('quote');
  }
  if (shouted > 0) markers.add(shouted * 2 >= words ? 'shouted all' : 'shouted');
  if (words === 0 && signs > 0) for (const marker of [...markers]) markers.add(`only ${marker}`);
  markers.add(`words ${Math.min(8, Math.floor(Math.log2(words + 1) * 1.5))}`);
  const last = tokens.at(-1);
  if (last?.kind === 'mark') markers.add(`ends ${last.text.slice(0, 2)}`);
  return [...markers];
}
