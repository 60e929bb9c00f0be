import { upsertMessage } from '../../src/conversations/message-store.ts';
import { statementText } from '../statement-text.ts';

/** The statement that stores a message, for other variants to run. */
export const upsertText = statementText(upsertMessage);

/** The values of a plain message. All other parameters are null. */
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

/** The values of a plain message, with the two that the application adds to each message. */
export function upsertValues(values: UpsertValues): Record<string, string> {
  return { defaultChannel: 'web', emotionState: 'pending', ...values };
}
