import { neon } from '@neondatabase/serverless';
import { upsertText } from '../messages/upsert.ts';
import { bareApp } from './bare-app.ts';

// The lean Worker: it sends exactly what Maitred sends. The text of each statement is written once, when
// the Worker starts.

let sql: ReturnType<typeof neon<false, false>> | undefined;

export default bareApp({
  message: upsertText,
  async run(url, statement, values) {
    sql ??= neon(url);
    const sent = statement.sent(values);
    const [row] = await sql.query(sent.text, [...sent.values]);
    return row;
  },
});
