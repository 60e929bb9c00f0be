import { z } from '@hono/zod-openapi';
import { idSchema } from '../platform/ids.ts';
import { timestampSchema } from '../platform/schemas.ts';
import { emotionLabelSchema } from './emotion.ts';

const attentionSchema = z
  .object({
    needed: z.boolean(),
    sinceSeq: z.int().nullable().openapi({ description: 'The message at which the mood turned.' }),
    since: timestampSchema.nullable().openapi({ description: 'When the turn was recorded.' }),
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

/** A conversation as the database writes it. */
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

/** A conversation as clients see it. */
export const conversationSchema = storedConversationSchema
  .omit({ uuid: true })
  .openapi('Conversation');

export function showConversation({ uuid: _, ...shown }: StoredConversation) {
  return shown;
}
