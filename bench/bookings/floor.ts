import { keyId, serveFloor, workspaceId } from '../floor.ts';
import { bookText, bookValues, followUpOf } from './book.ts';

// The floor of confirming a booking.

serveFloor({
  statement: (_, body) => bookText.sent(bookValues(keyId, workspaceId, JSON.parse(body))),
  job: ([result = '']) => ({
    queue: 'follow-ups',
    message: followUpOf(JSON.parse(result).body.id),
  }),
});
