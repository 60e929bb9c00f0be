import { upsertMessage } from '../src/conversations/store.ts';

/** What the message upsert is given; everything else is null, as for a plain message. */
export interface UpsertValues {
  callerKey: string;
  callerWorkspace: string;
  conversationId: string;
  conversation: string;
  customer: string;
  id: string;
  role: string;
  text: string;
  digest: string;
}

export type Part = { raw: string } | { value: string | null };

const CONSTANTS: Record<string, string> = { defaultChannel: 'web', emotionState: 'pending' };

const names = upsertMessage.parameters.map((parameter) =>
  typeof parameter === 'object' && parameter !== null && 'name' in parameter
    ? String(parameter.name)
    : '',
);
const pieces = upsertMessage.text.split(/\$(\d+)/);

/** The application's own upsert statement as raw text and values in turn, for others to run. */
export function upsertText(values: UpsertValues): Part[] {
  const given: Record<string, string> = { ...CONSTANTS, ...values };
  return pieces.map((piece, at) =>
    at % 2 === 0 ? { raw: piece } : { value: given[names[Number(piece) - 1] ?? ''] ?? null },
  );
}

/** The same as one text with numbered parameters, for PostgreSQL's own drivers. */
export function upsertQuery(values: UpsertValues): { text: string; values: (string | null)[] } {
  const given: Record<string, string> = { ...CONSTANTS, ...values };
  return { text: upsertMessage.text, values: names.map((name) => given[name] ?? null) };
}
