import { relabel } from '../src/emotions/corrections/relabel.ts';
import { openDatabaseForScript } from '../src/platform/database.ts';
import { consoleLog } from '../src/platform/log.ts';
import { createModelInNode } from './emotions/model-in-node.ts';
import { runOnDatabase } from './run-on-database.ts';

// `npm run emotions:relabel` reads all messages that other models have read again, with the model
// of this checkout. A run that was stopped can be started again. The docstring of `relabel` lists
// the emotions that are kept.

await runOnDatabase('whose messages to read again', async (url) => {
  const classifier = createModelInNode();
  const { read, changed, failed } = await relabel(
    {
      database: openDatabaseForScript({ url, timeoutMs: 60_000 }),
      classifier,
      log: consoleLog,
      now: Date.now,
      // This script has no queue. The sweep plans the follow-ups.
      enqueueFollowUp: () => {},
    },
    (done) =>
      console.log(`${done.read} read with ${classifier.modelVersion}, ${done.changed} changed`),
  );
  console.log(`done: ${read} read, ${changed} changed, ${failed} failed`);
});
