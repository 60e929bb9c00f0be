import { upsertMessage } from '../../src/conversations/message-store.ts';
import { statementText } from '../statement-text.ts';

/** The message upsert, for others to run. */
export const upsertText = statementText(upsertMessage);

/** What it is given; everything else is null, as for a plain message. */
export interface UpsertValues extends Record<string, string> {
  callerKey: string;
  callerWorkspace: string;
  conversationId: string;
  conversation: string;
  /** The customer as JSON. */
  guest: string;
  id: string;
  role: string;
  text: string;
  digest: string;
}

/** The values with the two that the application adds to each message. */
export function upsertValues(values: UpsertValues): Record<string, string> {
  return { defaultChannel: 'web', emotionState: 'pending', ...values };
}
