import { KEY_ID, WORKSPACE_ID } from '../seed.ts';
import type { BenchRequest, Workload } from '../workload.ts';
import { CONVERSATIONS } from './seed.ts';
import { upsertText, upsertValues } from './upsert.ts';

const TEXTS = [
  'We would like a table for four on Saturday evening, near the window.',
  'Thank you so much, that is wonderful!',
  'No, this is the third time that I have asked. It is really annoying.',
  'Could you make it half past seven instead?',
];

/** The pgbench script. pgbench computes the values that differ between messages. */
function script(): string {
  const values = upsertValues({
    ...{ callerKey: KEY_ID, callerWorkspace: WORKSPACE_ID, role: 'customer' },
    ...{ conversationId: '', conversation: '', guest: '', id: '', digest: '' },
    text: 'A table for two at seven, please, if you have one by the window.',
  });
  const text = upsertText.script(values, {
    conversationId: 'gen_random_uuid()',
    conversation: `('conversation-' || :conversation)`,
    guest: `jsonb_build_object('id', 'guest-' || :conversation)`,
    id: `('pgbench-' || :id || '-' || :client_id)`,
    digest: `encode(sha256('x'), 'hex')`,
  });
  return `\\set conversation random(0, ${CONVERSATIONS - 1})
\\set id random(1, 9000000000000000)
${text};
`;
}

/** The request that stores a message, with the nth of the texts. */
export function messageRequest(conversation: number, id: string, n: number): BenchRequest {
  return {
    path: `/v1/conversations/conversation-${conversation}/messages`,
    body: JSON.stringify({
      id,
      role: 'customer',
      text: TEXTS[n % TEXTS.length],
      customer: { id: `guest-${conversation}` },
    }),
  };
}

/** Stores messages, spread over all conversations. */
export const messages: Workload = {
  name: 'messages',
  request: (run, n) => messageRequest((n * 7919) % CONVERSATIONS, `${run}-${n}`, n),
  // A replay gets 200.
  accepted: [200, 201],
  script: script(),
  floor: 'messages/floor.ts',
  peers: 'messages/peers.ts',
  trailing: { after: 7 },
};
