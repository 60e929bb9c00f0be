import { beforeAll, describe, expect, it } from 'vitest';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { foldPending, selectPending } from '../../src/emotions/fold-store.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import { counted, type Database, type DatabaseUse } from '../../src/platform/database.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const jobs: EmotionJob[] = [];
const told: object[] = [];
const deps = {
  ...testDeps(),
  enqueueEmotion: (job: EmotionJob) => void jobs.push(job),
  enqueueFollowUp: (job: object) => void told.push(job),
};
const BAD = 'This is horrible, I hate this awful place';
const GOOD = 'This is wonderful, thank you!';
let caller: Caller;
let call: Call;
beforeAll(async () => {
  const key = await makeKey('walk-ahead');
  call = client(key, {}, quietBindings);
  const verified = await deps.signer.verify(key);
  if (verified === undefined) throw new Error('the key does not verify');
  caller = verified;
});

const say = (conversation: string, text: string, id?: string) =>
  storeMessage(deps, caller, conversation, { role: 'customer', text, ...(id && { id }) });

/** Folds the messages that were said since the last call, and counts the requests to the database. */
async function fold(database: Database = deps.database): Promise<number> {
  const use: DatabaseUse = {
    requests: 0,
    ms: 0,
    inDatabaseMs: undefined,
    slots: undefined,
    cacheFactor: 1,
  };
  told.length = 0;
  await foldMessages({ ...deps, database: counted(database, use) }, jobs.splice(0));
  return use.requests;
}

/** The mood of a conversation, the message at which it turned, and the turns that were reported. */
async function moodOf(conversation: string) {
  const [row] = await sql`
    select d.mood, d.attention_seq as since, d.as_of_seq as as_of,
           d.fold_version = d.walked_version as is_walked,
           (select coalesce(array_agg(e.seq order by e.seq), '{}') from attention_events e
             where e.conversation_id = c.id) as turns
      from conversations c join conversation_moods d on d.conversation_id = c.id
     where c.workspace_id = ${caller.workspaceId} and c.external_id = ${conversation}`;
  return row;
}

/** A database on which something else happens once, before the first run of a statement. */
function interrupted(before: unknown, happens: () => Promise<unknown>): Database {
  let isLeft = true;
  return {
    async run(statement, values) {
      if (isLeft && (statement as unknown) === before) {
        isLeft = false;
        await happens();
      }
      return deps.database.run(statement, values);
    },
  };
}

describe('a batch of messages', () => {
  it('takes two requests to the database, for conversations with and without a mood', async () => {
    for (const conversation of ['one', 'two', 'three']) await say(conversation, BAD);
    expect(await fold()).toBe(2);
    expect(told).toHaveLength(3);
    for (const conversation of ['one', 'two', 'new']) {
      for (let n = 0; n < 3; n += 1) await say(conversation, n === 0 ? GOOD : BAD);
    }
    expect(await fold()).toBe(2);
    expect(await moodOf('one')).toMatchObject({ is_walked: true, as_of: 4, turns: [1, 4] });
    expect(await moodOf('new')).toMatchObject({ is_walked: true, as_of: 3, turns: [3] });
    expect(await moodOf('three')).toMatchObject({ is_walked: true, as_of: 1, turns: [1] });
  });

  it('walks the moods afterwards that another consumer has changed in between', async () => {
    await say('raced', GOOD);
    const [other] = jobs.splice(0);
    await say('raced', BAD);
    await say('raced', BAD);
    if (other === undefined) throw new Error('no job');
    // The other consumer folds the first message after this one has read the moods.
    const database = interrupted(foldPending, () => foldMessages(deps, [other]));
    expect(await fold(database)).toBe(4);
    expect(await moodOf('raced')).toMatchObject({ is_walked: true, as_of: 3, turns: [3] });
  });

  it('leaves out of a mood what a correction has changed in between', async () => {
    await say('corrected', BAD, 'first');
    await fold();
    expect(await moodOf('corrected')).toMatchObject({ since: 1, turns: [1] });
    await say('corrected', GOOD);
    const database = interrupted(foldPending, () =>
      call('PATCH', '/v1/conversations/corrected/messages/first/emotion', {
        ...{ label: 'joy', valence: 0.8 },
      }),
    );
    expect(await fold(database)).toBe(4);
    const { mood, since } = (await moodOf('corrected')) as { mood: number; since: number | null };
    expect(since).toBeNull();
    // Half of the corrected valence, and then half of the way to that of the second message.
    expect(mood).toBeGreaterThan(400);
  });

  it('walks a conversation afterwards that has more messages than are walked ahead', async () => {
    for (let n = 0; n < 201; n += 1) await say('long', n % 2 === 0 ? GOOD : BAD);
    expect(await fold()).toBe(4);
    expect(await moodOf('long')).toMatchObject({ is_walked: true, as_of: 201 });
  });

  it('stops before a message that is not in the batch', async () => {
    await say('gap', GOOD);
    await say('gap', BAD);
    const [, missing] = jobs;
    await say('gap', BAD);
    jobs.splice(1, 1);
    expect(await fold()).toBe(2);
    expect(await moodOf('gap')).toMatchObject({ is_walked: true, as_of: 1, turns: [] });
    if (missing === undefined) throw new Error('no job');
    jobs.push(missing);
    expect(await fold()).toBe(2);
    expect(await moodOf('gap')).toMatchObject({ is_walked: true, as_of: 3 });
  });

  it('walks past a message that the fold sets apart', async () => {
    await say('stuck', 'POISON');
    await say('stuck', BAD);
    await sql`update messages set fold_attempts = 4
               where workspace_id = ${caller.workspaceId} and text = 'POISON'`;
    const classifier = {
      modelVersion: 'test',
      classify: (text: string) =>
        text === 'POISON'
          ? Promise.reject(new Error('cannot read this'))
          : deps.classifier.classify(text),
    };
    await foldMessages({ ...deps, classifier }, jobs.splice(0));
    expect(await moodOf('stuck')).toMatchObject({ is_walked: true, as_of: 2, turns: [2] });
  });

  it('reads each message once, however often the batch names it', async () => {
    await say('doubled', BAD);
    await say('doubled', GOOD);
    jobs.push(...jobs);
    expect(await fold()).toBe(2);
    expect(await moodOf('doubled')).toMatchObject({ is_walked: true, as_of: 2, turns: [1] });
    const rows = await deps.database.run(selectPending, {
      ...{ conversations: [], seqs: [], most: 10 },
    });
    expect(rows).toEqual([]);
  });
});
