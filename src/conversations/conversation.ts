import { z } from '@hono/zod-openapi';
import { ABSTENTIONS, emotionLabelSchema } from './emotion.ts';
import { roleSchema } from './message.ts';

/** A message as it is shown. Text and metadata are null once erased. */
export const storedMessageSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    seq: z.int(),
    role: roleSchema,
    text: z.string().nullable(),
    sentAt: z.string(),
    createdAt: z.string(),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    emotionState: z.enum(['none', 'pending', 'folded', 'set_apart', 'erased']),
    emotion: z
      .object({
        label: emotionLabelSchema.nullable(),
        confidence: z.number().nullable(),
        valence: z.number().nullable(),
        abstained: z.enum(ABSTENTIONS).nullable().openapi({
          description: 'Why no label was given: that is not the same as neutral.',
        }),
        probabilities: z.partialRecord(emotionLabelSchema, z.number()).nullable().openapi({
          description: 'How likely each label is to hold, 0 to 1; several may.',
        }),
        modelVersion: z.string().openapi({
          description:
            'What read it; `caller` where it came with the message, `operator` where somebody corrected it; `workers-ai/…` has no probabilities, and its confidence is what that model says of itself.',
        }),
      })
      .nullable(),
  })
  .openapi('Message');

/** Whether somebody should look at a conversation, and since when and why. */
export const attentionSchema = z.object({
  needed: z.boolean(),
  sinceSeq: z.int().nullable(),
  since: z.string().nullable(),
  mood: z.number().nullable(),
  label: emotionLabelSchema.nullable(),
});

/** A conversation as it is read; `uuid` is the row's own id and never leaves the service. */
export const conversationSchema = z.object({
  uuid: z.uuid(),
  id: z.string(),
  channel: z.string(),
  customerId: z.string().nullable(),
  messages: z.int(),
  createdAt: z.string(),
  lastMessageAt: z.string(),
  attention: attentionSchema,
});

/** A conversation as it is shown. */
export const shownConversationSchema = conversationSchema
  .omit({ uuid: true })
  .openapi('Conversation');

export type ConversationRow = z.infer<typeof conversationSchema>;

/** Leaves out what never leaves the service. */
export function showConversation({ uuid: _, ...shown }: ConversationRow) {
  return shown;
}
