import { relabel } from '../src/emotions/corrections/relabel.ts';
import { openDatabase } from '../src/platform/database.ts';
import { createModelInNode } from './emotions/model-in-node.ts';

// `npm run emotions:relabel`: reads anew, with the model of this checkout, what other models have
// read. Stopping and starting again goes on; see relabel for what stays as it is.

const url = process.env['DATABASE_URL'];
if (url === undefined) {
  console.error('Set DATABASE_URL to the database whose messages to read anew.');
  process.exit(2);
}
const classifier = createModelInNode();
const { read, changed } = await relabel(
  {
    database: openDatabase({ url, timeoutMs: 60_000 }),
    classifier,
    // What a mood of the past would have led to is not done now; the sweep plans what is due.
    enqueueFollowUp: () => {},
  },
  (done) =>
    console.log(`${done.read} read with ${classifier.modelVersion}, ${done.changed} changed`),
);
console.log(`done: ${read} read, ${changed} changed`);
