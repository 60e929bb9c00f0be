import { randomUUID } from 'node:crypto';
import { keyId, serveFloor, workspaceId } from '../floor.ts';
import { type MessageBody, upsertText, upsertValues } from './upsert.ts';

// The floor of storing a message. The digest is always the same: nothing in the database depends on it.

const digest = '0'.repeat(64);

serveFloor({
  statement(path, body) {
    const message: MessageBody = JSON.parse(body);
    return upsertText.sent(
      upsertValues({
        callerKey: keyId,
        callerWorkspace: workspaceId,
        conversationId: randomUUID(),
        conversation: path.split('/')[3] ?? '',
        guest: JSON.stringify(message.customer),
        id: message.id,
        role: message.role,
        text: message.text,
        digest,
      }),
    );
  },
  job: ([conversationId, seq]) => ({
    queue: 'emotions',
    message: { conversationId, seq: Number(seq) },
  }),
});
