import { z } from 'zod';
import { EMOTION_LABELS } from '../../conversations/emotion.ts';
import type { ForeignLetters } from './foreign-letters.ts';
import { createSpeller } from './speller.ts';
import type { Vocabulary } from './vocabulary.ts';

const perLabel = z.array(z.number()).length(EMOTION_LABELS.length);

const perLabelAndGate = z.array(z.number()).length(EMOTION_LABELS.length + 1);

const headerSchema = z.object({
  modelVersion: z.string(),
  geometry: z.object({ seed: z.int(), wordBuckets: z.int(), letterBuckets: z.int() }),
  /** For each label the value of one step of an 8-bit weight. */
  steps: perLabel,
  biases: perLabel,
  /** The second table, learnt from guests. It may have fewer buckets, and has the gate's column. */
  guests: z.object({
    wordBuckets: z.int(),
    letterBuckets: z.int(),
    steps: perLabelAndGate,
    biases: perLabelAndGate,
    /** For each label the factor of its first score in the score of a guest's text. */
    leads: perLabel,
  }),
  /** A probability is the logistic function of slope × score + offset. */
  slopes: perLabel,
  offsets: perLabel,
  /** For each label the lowest probability at which it applies, tuned for F1. */
  thresholds: perLabel,
  /**
   * The factor that decides which label is given: the label whose probability is the highest
   * multiple of its `choice`.
   */
  choice: perLabel,
  /** The thresholds of the groups positive, negative, ambiguous and neutral. */
  groupThresholds: z.array(z.number()).length(4),
  /** The model abstains when the probability of that label is below this share of its `choice`. */
  abstainBelow: z.number(),
  lexiconSize: z.int(),
  knownBytes: z.int(),
  /** The letters of other languages. */
  foreign: z.object({ buckets: z.int(), step: z.number(), bias: z.number() }),
  /** The words that the speller may correct to, separated by spaces. */
  spellings: z.string(),
});
export type Header = z.infer<typeof headerSchema>;

/** The result of training. */
export interface Weights {
  readonly header: Header;
  readonly vocabulary: Vocabulary;
  /** One 8-bit weight for each bucket and label, in the order of buckets. */
  readonly table: Int8Array;
  /** The second table: for each of its buckets the weights of the labels, then the gate's. */
  readonly guests: Int8Array;
  readonly foreign: ForeignLetters;
}

/**
 * Reads a file of weights. Its parts are, in order: the length of the header (32 bits,
 * little-endian), the header (JSON, padded with spaces to a multiple of 4 bytes), the keys of the
 * lexicon (32 bits each), their senses (8 bits each), the known words, the first table, the second
 * table, the scores of foreign letters.
 */
export function parseWeights(file: ArrayBuffer): Weights {
  const headerBytes = new Uint32Array(file, 0, 1)[0] ?? 0;
  const json = new TextDecoder().decode(new Uint8Array(file, 4, headerBytes));
  const header = headerSchema.parse(JSON.parse(json));
  let offset = 4 + headerBytes;
  const keys = new Uint32Array(file, offset, header.lexiconSize);
  offset += keys.byteLength;
  const senses = new Uint8Array(file, offset, header.lexiconSize);
  offset += senses.byteLength;
  const known = new Uint8Array(file, offset, header.knownBytes);
  offset += known.byteLength;
  const { wordBuckets, letterBuckets } = header.geometry;
  const weights = (wordBuckets + letterBuckets) * EMOTION_LABELS.length;
  const table = new Int8Array(file, offset, weights);
  offset += table.byteLength;
  const folded = header.guests.wordBuckets + header.guests.letterBuckets;
  const guests = new Int8Array(file, offset, folded * (EMOTION_LABELS.length + 1));
  offset += guests.byteLength;
  const { buckets, step, bias } = header.foreign;
  const foreign = { scores: new Int8Array(file, offset, buckets), step, bias };
  const lexicon = new Map<number, number>();
  for (const [at, key] of keys.entries()) lexicon.set(key | 0, senses[at] ?? 0);
  const spell = createSpeller(header.spellings.split(' '));
  return { header, vocabulary: { lexicon, known, spell }, table, guests, foreign };
}

/** The inverse of {@link parseWeights}. */
export function writeWeights({ header, vocabulary, table, guests, foreign }: Weights): Uint8Array {
  const { lexicon, known } = vocabulary;
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4));
  const entries = [...lexicon].sort(([a], [b]) => (a >>> 0) - (b >>> 0));
  const parts = [
    new Uint8Array(Uint32Array.of(text.length).buffer),
    text,
    new Uint8Array(Uint32Array.from(entries, ([key]) => key >>> 0).buffer),
    Uint8Array.from(entries, ([, sense]) => sense),
    known,
    bytesOf(table),
    bytesOf(guests),
    bytesOf(foreign.scores),
  ];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
