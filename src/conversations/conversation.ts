import { z } from '@hono/zod-openapi';
import { idSchema } from '../platform/ids.ts';
import { timestampSchema } from '../platform/schemas.ts';
import { emotionLabelSchema } from './emotion.ts';
import { roleSchema } from './message.ts';
import { recentTrend, trendSchema } from './trend.ts';

const attentionSchema = z
  .object({
    needed: z.boolean(),
    sinceSeq: z.int().nullable().openapi({ description: 'The message at which the mood turned.' }),
    since: timestampSchema.nullable().openapi({ description: 'When that message was stored.' }),
    mood: z
      .number()
      .nullable()
      .openapi({ description: 'The mood after that message, from -1 to 1.' }),
    label: emotionLabelSchema.nullable().openapi({ description: 'The emotion of that message.' }),
    asOfSeq: z.int().openapi({
      description:
        'The last message that this is about. The messages after it have not been included yet, because the emotion of one has not been read, or because the mood is being computed again after a correction.',
    }),
  })
  .openapi('Attention', {
    description:
      'Whether a person should look at the conversation, because the customer’s mood has turned bad and no agent has answered since. The mood follows the emotions of the customer’s messages. Without Workers AI these are read in English only, so a conversation in another language never needs attention unless the caller gives the emotions.',
  });

/** The facts of a conversation as the database writes them. */
export const storedConversationSchema = z.object({
  /** The id of the row, which clients never see. */
  uuid: idSchema<'conversation'>(),
  id: z.string().openapi({ description: 'The caller’s own id.' }),
  channel: z.string(),
  customerId: z
    .string()
    .nullable()
    .openapi({ description: 'The caller’s own id of the customer.' }),
  messages: z.int().openapi({ description: 'The number of messages.' }),
  createdAt: timestampSchema,
  lastMessageAt: timestampSchema,
  attention: attentionSchema,
});
export type StoredConversation = z.infer<typeof storedConversationSchema>;

/** The facts of a conversation as clients see them. */
export const conversationFactsSchema = storedConversationSchema.omit({ uuid: true });

export function showConversationFacts({ uuid: _, ...shown }: StoredConversation) {
  return shown;
}

/** How many characters of the last message a conversation shows. */
export const EXCERPT_LENGTH = 200;
/** How many of the last messages of a conversation decide about its recent trend. */
export const RECENT_MESSAGES = 10;

const lastMessageSchema = z.object({
  seq: z.int(),
  role: roleSchema,
  excerpt: z
    .string()
    .nullable()
    .openapi({
      description: `The first ${EXCERPT_LENGTH} characters of the text; null for a message without its text.`,
    }),
  isCut: z.boolean().openapi({ description: 'Whether the text is longer than the excerpt.' }),
  sentAt: timestampSchema,
});

const summaryFields = {
  customerName: z
    .string()
    .nullable()
    .openapi({ description: 'null when the customer has given no name.' }),
  lastMessage: lastMessageSchema.nullable().openapi({
    description: 'The message with the highest `seq`.',
  }),
  mood: z.number().nullable().openapi({
    description:
      'The mood after the message `attention.asOfSeq`, from -1 to 1; null before a message was read. A message of an agent sets it to 0.',
  }),
};

/** A conversation as the database writes it for a list. */
export const storedListedConversationSchema = storedConversationSchema.extend({
  ...summaryFields,
  /** The valences of the customer’s labelled messages among the last ones, in order, in thousandths. */
  valences: z.array(z.number()),
  /** `attention.since` with the precision of the order of waiting. */
  attentionAt: z.string().nullable(),
});
export type StoredListedConversation = z.infer<typeof storedListedConversationSchema>;

/** A conversation as clients see it. */
export const conversationSchema = conversationFactsSchema
  .extend({
    ...summaryFields,
    recentTrend: trendSchema.openapi({
      description: `How the customer’s emotions changed within the last ${RECENT_MESSAGES} messages of the conversation: the mean valence of the first half of the customer’s labelled messages among them against that of the second half. null: fewer than two have a label.`,
    }),
  })
  .openapi('Conversation');

export function showConversation(stored: StoredListedConversation) {
  const { uuid: _, attentionAt: __, valences, ...shown } = stored;
  return { ...shown, recentTrend: recentTrend(valences) };
}
