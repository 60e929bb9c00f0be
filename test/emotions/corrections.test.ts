import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Classifier } from '../../src/emotions/classifier.ts';
import { relabel } from '../../src/emotions/corrections/relabel.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import type { Reading } from '../../src/emotions/reading.ts';
import { rebuildStatistics } from '../../src/emotions/statistics/store.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import type { WorkspaceId } from '../../src/platform/ids.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

/** A classifier that reads each text with the valence that `read` returns; null: it abstains. */
function reader(modelVersion: string, read: (text: string) => number | null): Classifier {
  return {
    modelVersion,
    async classify(text): Promise<Reading> {
      const valence = read(text);
      if (valence === null) {
        const nothing = { label: null, confidence: null, valence: null, probabilities: null };
        return { abstained: 'unsupported', modelVersion, ...nothing };
      }
      const label = valence > 0 ? 'joy' : valence < 0 ? 'anger' : 'neutral';
      return {
        ...{ abstained: null, label, confidence: 900, valence, modelVersion },
        probabilities: {
          anger: 1,
          disgust: 2,
          fear: 3,
          joy: 4,
          neutral: 5,
          sadness: 6,
          surprise: 7,
        },
      };
    },
  };
}

const first = reader('first', (text) =>
  text.startsWith('bad') ? -900 : text.startsWith('hola') ? null : 500,
);
let call: Call;
let workspace: WorkspaceId;
const told: object[] = [];
const deps = () => ({ ...testDeps(), enqueueFollowUp: (job: object) => void told.push(job) });

beforeAll(async () => {
  const key = await makeKey('corrections');
  const jobs: EmotionJob[] = [];
  const EMOTIONS = { send: async (job: EmotionJob) => void jobs.push(job) };
  call = client(key, {}, { ...quietBindings, EMOTIONS });
  for (const [n, text] of ['good one', 'bad one', 'bad two', 'hola', 'good two'].entries()) {
    await call('POST', '/v1/conversations/talk/messages', {
      ...{ id: `m${n}`, role: 'customer', text, customer: { id: 'guest' } },
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  await foldMessages({ ...deps(), classifier: first }, jobs);
  const caller = await testDeps().signer.verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  workspace = caller.workspaceId;
});

const emotions = async () => (await call('GET', '/v1/conversations/talk/emotions')).body;
const counts = async () =>
  Object.fromEntries(
    (await emotions()).labels.map(({ label, messages }: { label: string; messages: number }) => [
      label,
      messages,
    ]),
  );
const message = async (id: string) =>
  (await call('GET', '/v1/conversations/talk/messages')).body.data.find(
    (each: { id: string }) => each.id === id,
  );
/** How many rows of the statistics a rebuild has to correct. */
const wrongRows = async () => {
  const [row] = await testDeps().database.run(rebuildStatistics, { workspace });
  const { conversations, workspace: ofWorkspace } = z
    .object({
      conversations: z.object({ corrected: z.number() }),
      workspace: z.object({ corrected: z.number() }),
    })
    .parse(row?.report);
  return conversations.corrected + ofWorkspace.corrected;
};
const turns = () =>
  testDeps().database.run(
    statement(
      sql`select a.seq from attention_events a join conversations c on c.id = a.conversation_id
           where c.workspace_id = ${sql.placeholder('workspace')}::uuid order by 1`,
      z.object({ seq: z.number() }),
    ),
    { workspace },
  );

describe('an abstention', () => {
  it('is counted separately, and changes no label’s count, no mood and no mean', async () => {
    expect(await counts()).toEqual({ joy: 2, anger: 2 });
    expect(await emotions()).toMatchObject({ messages: 4, abstained: 1, meanValence: -0.2 });
    expect((await message('m3')).emotion).toEqual({
      ...{ label: null, confidence: null, valence: null, probabilities: null },
      ...{ abstained: 'unsupported', modelVersion: 'first' },
    });
    expect((await message('m1')).emotion).toMatchObject({
      abstained: null,
      probabilities: { anger: 0.001, surprise: 0.007 },
    });
    expect(await turns()).toEqual([{ seq: 3 }]);
    expect(await wrongRows()).toBe(0);
  });
});

describe('a correction', () => {
  it('changes every statistic, and is stored as a correction', async () => {
    const path = '/v1/conversations/talk/messages/m2/emotion';
    const corrected = await call('PATCH', path, { label: 'surprise', valence: 0.1 });
    expect([corrected.status, corrected.body.valence]).toEqual([200, 0.1]);
    expect(await counts()).toEqual({ joy: 2, anger: 1, surprise: 1 });
    expect((await message('m2')).emotion).toMatchObject({
      ...{ label: 'surprise', valence: 0.1, modelVersion: 'operator' },
    });
    expect(await wrongRows()).toBe(0);
    const [audit] = await testDeps().database.run(
      statement(
        sql`select from_label, from_valence, to_label, key_id is not null as "byKey"
              from emotion_corrections e join conversations c on c.id = e.conversation_id
             where c.workspace_id = ${sql.placeholder('workspace')}::uuid`,
        z.looseObject({}),
      ),
      { workspace },
    );
    expect(audit).toEqual({
      ...{ from_label: 'anger', from_valence: -900, to_label: 'surprise', byKey: true },
    });
  });

  it('gives a label to an abstention, and to a message that had nothing to fold', async () => {
    const abstained = '/v1/conversations/talk/messages/m3/emotion';
    expect((await call('PATCH', abstained, { label: 'joy' })).status).toBe(200);
    expect(await emotions()).toMatchObject({ messages: 5, abstained: 0 });
    await call('POST', '/v1/conversations/talk/messages', {
      ...{ id: 'said', role: 'assistant', text: 'we are sorry' },
    });
    const said = '/v1/conversations/talk/messages/said/emotion';
    expect((await call('PATCH', said, { label: 'sadness' })).status).toBe(200);
    expect((await message('said')).emotionState).toBe('pending');
    expect(await wrongRows()).toBe(0);
  });

  it.each([
    ['an unknown message', 'nobody', { label: 'joy' }, 404, 'message_not_found'],
    ['a label that is not an emotion', 'm1', { label: 'abstained' }, 400, 'invalid_field'],
    ['a valence out of range', 'm1', { label: 'joy', valence: 2 }, 400, 'invalid_field'],
  ])('is refused for %s', async (_, id, body, status, code) => {
    const refused = await call('PATCH', `/v1/conversations/talk/messages/${id}/emotion`, body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });
});

it('a correction keeps since when the conversation needs attention', async () => {
  const say = async (id: string, valence: number) => {
    const emotion = { label: 'anger', valence };
    const message = { id, role: 'customer', text: 'a word', emotion };
    return (await call('POST', '/v1/conversations/wait/messages', message)).body.createdAt;
  };
  const attention = async () => {
    await sweepEmotions(deps(), '0 seconds');
    return (await call('GET', '/v1/conversations/wait')).body.attention;
  };
  await say('w1', 0.1);
  const turned = await say('w2', -1);
  await say('w3', -0.9);
  expect(await attention()).toMatchObject({ needed: true, sinceSeq: 2, since: turned });
  const correct = (id: string, valence: number) =>
    call('PATCH', `/v1/conversations/wait/messages/${id}/emotion`, { label: 'sadness', valence });
  await correct('w3', -0.5);
  expect(await attention()).toMatchObject({ needed: true, sinceSeq: 2, since: turned });
  // Now the mood turns at the next message.
  await correct('w2', 0);
  await correct('w3', -1);
  const later = await attention();
  expect(later).toMatchObject({ needed: true, sinceSeq: 3 });
  expect(Date.parse(later.since)).toBeGreaterThan(Date.parse(turned));
  expect(Date.parse(later.since)).toBeLessThan(Date.now());
});

describe('a new model', () => {
  it('reads messages of other models again, keeps statistics exact, and does not report past turns again', async () => {
    const before = await turns();
    told.length = 0;
    // This model gives every text a negative valence, so the mood turns at the first message.
    const second = reader('second', () => -1000);
    const done = await relabel({ ...deps(), classifier: second });
    expect(done.changed).toBeGreaterThanOrEqual(3);
    expect((await message('m2')).emotion.modelVersion).toBe('operator');
    expect((await message('m0')).emotion).toMatchObject({ label: 'anger', modelVersion: 'second' });
    expect(await counts()).toMatchObject({ anger: 3, surprise: 1 });
    expect(await wrongRows()).toBe(0);
    expect(await turns()).toEqual(before);
    expect((await call('GET', '/v1/conversations/talk')).body.attention.needed).toBe(true);
    expect((await relabel({ ...deps(), classifier: second })).changed).toBe(0);
  });
});
