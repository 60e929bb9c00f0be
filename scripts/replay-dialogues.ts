import { z } from 'zod';
import { callSchema, resultsSchema, type Wish, wishOf } from './replay-bookings.ts';

const turnSchema = z.object({
  speaker: z.enum(['USER', 'SYSTEM']),
  utterance: z.string(),
  frames: z
    .array(
      z.object({
        service_call: callSchema.optional(),
        service_results: resultsSchema.optional(),
      }),
    )
    .default([]),
});
const fileSchema = z.array(
  z.object({ dialogue_id: z.string().min(1), turns: z.array(turnSchema) }),
);

/** A turn with text. */
export type Turn = z.infer<typeof turnSchema> & {
  /** Its number in the file, counted from 0. Turns without text are counted too. */
  readonly number: number;
};

export interface Dialogue {
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** A text that is not a file of dialogues. The message names the dialogue and the turn. */
export class UnreadableDialogues extends Error {
  override readonly name = 'UnreadableDialogues';
}

/**
 * Reads a file of the Schema-Guided Dialogue format (Rastogi et al., AAAI 2020). Some of its turns
 * have an empty utterance. The API stores no empty message, so they are left out.
 * @param text the contents of the file
 * @param limit how many dialogues are read at most
 * @returns the dialogues, and how many turns were left out
 * @throws UnreadableDialogues
 */
export function readDialogues(text: string, limit = Number.POSITIVE_INFINITY) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UnreadableDialogues(`not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UnreadableDialogues(
      `not in the SGD format: ${issue === undefined ? '' : `${placeOf(json, issue.path)}: ${issue.message}`}`,
    );
  }
  let skipped = 0;
  const dialogues = parsed.data.slice(0, limit).map(({ dialogue_id: id, turns }): Dialogue => {
    const spoken = turns
      .map((turn, number) => ({ ...turn, number }))
      .filter(({ utterance }) => utterance.trim() !== '');
    skipped += turns.length - spoken.length;
    return { id, turns: spoken };
  });
  return { dialogues, skipped };
}

const namedSchema = z.object({ dialogue_id: z.string().min(1) });

/** Where a value is, in words: `dialogue 10_00022, turn 3, utterance`. */
function placeOf(json: unknown, path: readonly PropertyKey[]): string {
  const [at, field, turn, ...rest] = path;
  if (typeof at !== 'number') return 'the file';
  const named = namedSchema.safeParse(Array.isArray(json) ? json[at] : undefined);
  const dialogue = named.success ? `dialogue ${named.data.dialogue_id}` : `dialogue number ${at}`;
  const inside =
    field === 'turns' && turn !== undefined ? [`turn ${String(turn)}`, ...rest] : path.slice(1);
  return [dialogue, ...inside.map(String)].join(', ');
}

/** A turn of a dialogue as a message, with the booking that is made in it. */
export interface PlayedTurn {
  readonly number: number;
  readonly conversationId: string;
  readonly body: {
    readonly id: string;
    readonly role: 'customer' | 'assistant';
    readonly text: string;
    readonly channel: string;
    readonly customer: { readonly id: string };
  };
  readonly wish: Wish | undefined;
}

/** The turns of a dialogue in their order. Each dialogue is a conversation of a guest of its own. */
export const playedTurnsOf = ({ id, turns }: Dialogue): PlayedTurn[] =>
  turns.map(({ number, speaker, utterance, frames }) => ({
    number,
    conversationId: `sgd-${id}`,
    body: {
      id: `${id}-${number}`,
      role: speaker === 'USER' ? 'customer' : 'assistant',
      text: utterance,
      channel: 'replay',
      customer: { id: `sgd-guest-${id}` },
    },
    wish: frames
      .map(({ service_call: call, service_results: results }) => call && wishOf(call, results))
      .find((each) => each !== undefined),
  }));
