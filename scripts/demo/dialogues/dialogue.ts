import type { NewMessage } from '../../../src/client/index.ts';

type Label = NonNullable<NewMessage['emotion']>['label'];

/** Who says something: the assistant, a person of the staff, or the guest with this emotion. */
export type Voice = 'assistant' | 'agent' | Label;

/** A line of a dialogue. `{day}`, `{time}`, `{size}` and `{name}` are filled in. */
export type Line = readonly [voice: Voice, text: string];

/** How the talks of guests go. Those that book do it with the last line of the assistant. */
export const KINDS = [
  'booksGladly',
  'booksPlainly',
  'booksCrossly',
  'asks',
  'thanks',
  'worries',
  'complains',
  'recovers',
] as const;
export type Kind = (typeof KINDS)[number];

export type Dialogues = Readonly<Record<Kind, readonly Line[]>>;
