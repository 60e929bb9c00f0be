import { upsertMessage } from '../../src/conversations/upsert-store.ts';
import { CALLER_SCOPES } from '../caller-scopes.ts';
import { KEY_ID } from '../seed.ts';
import { statementText } from '../statement-text.ts';

/** The text of the message upsert, for pgbench and for the other implementations. */
export const upsertText = statementText(upsertMessage);

/** The body of a request that stores a message. */
export interface MessageBody {
  id: string;
  role: string;
  text: string;
  customer: { id: string };
}

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

/** Adds the values that are the same for each message. */
export function upsertValues(values: UpsertValues): Record<string, string> {
  return {
    callerScopes: CALLER_SCOPES,
    by: JSON.stringify({ key: KEY_ID, contacts: false, staff: false }),
    defaultChannel: 'web',
    emotionState: 'pending',
    ...values,
  };
}
