import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { consumeEmotions } from '../../src/emotions/consume-emotions.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { rebuildStatistics } from '../../src/emotions/statistics/store.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import worker from '../../src/index.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const jobs: EmotionJob[] = [];
const deps = { ...testDeps(), enqueueEmotion: (job: EmotionJob) => void jobs.push(job) };
let caller: Caller;
let call: Call;
beforeAll(async () => {
  const key = await makeKey('fold');
  call = client(key);
  const verified = await deps.signer.verify(key);
  if (verified === undefined) throw new Error('the key does not verify');
  caller = verified;
});

const say = (conversation: string, text: string, role: 'customer' | 'agent' = 'customer') =>
  storeMessage(deps, caller, conversation, { role, text });

const show = async (conversation: string) =>
  (await call('GET', `/v1/conversations/${conversation}/messages`)).body.data;

const attentionOf = async (conversation: string) =>
  (await call('GET', `/v1/conversations/${conversation}`)).body.attention;

async function rebuild() {
  const [row] = await deps.database.run(rebuildStatistics, { workspace: caller.workspaceId });
  return row?.report;
}

describe('folding', () => {
  it('labels customers’ messages, keeps a given emotion, and folds each once', async () => {
    jobs.length = 0;
    await say('once', 'This is wonderful, thank you!');
    const emotion = { label: 'fear', valence: -0.25 } as const;
    await storeMessage(deps, caller, 'once', { role: 'customer', text: 'lovely', emotion });
    await storeMessage(deps, caller, 'once', { role: 'assistant', text: 'great' });
    expect(jobs).toHaveLength(2);
    expect((await foldMessages(deps, jobs)).folded).toBe(2);
    expect((await foldMessages(deps, [...jobs, ...jobs])).folded).toBe(0);
    const [first, second, third] = await show('once');
    expect(first).toMatchObject({ emotionState: 'folded', emotion: { label: 'joy' } });
    expect(second.emotion).toEqual({
      label: 'fear',
      confidence: null,
      valence: -0.25,
      abstained: null,
      probabilities: null,
      modelVersion: 'caller',
    });
    expect(third).toMatchObject({ emotionState: 'none', emotion: null });
    expect(await rebuild()).toEqual({
      conversations: { rows: 2, corrected: 0 },
      workspace: { rows: 2, corrected: 0 },
    });
  });

  it('finds the same need for attention whatever the order of the jobs', async () => {
    const texts = [
      'Hello, a table for two please',
      'This is horrible, I hate this awful place',
      'Terrible, disgusting, the worst service ever',
    ];
    for (const [name, order] of Object.entries({
      forth: [0, 1, 2],
      back: [2, 1, 0],
      mixed: [1, 2, 0],
    })) {
      jobs.length = 0;
      for (const text of texts) await say(`turn-${name}`, text);
      for (const at of order) {
        const job = jobs[at];
        if (job !== undefined) await foldMessages(deps, [job]);
      }
      expect(await attentionOf(`turn-${name}`)).toMatchObject({ needed: true, sinceSeq: 2 });
    }
    const needed = await call('GET', '/v1/conversations?attention=needed');
    expect(needed.body.data.map(({ id }: { id: string }) => id)).toEqual([
      'turn-mixed',
      'turn-back',
      'turn-forth',
    ]);
    jobs.length = 0;
    await say('turn-forth', 'I am so sorry, we will make it right', 'agent');
    await foldMessages(deps, jobs);
    expect(await attentionOf('turn-forth')).toMatchObject({ needed: false, sinceSeq: null });
  });

  it('sets a message apart that fails repeatedly, and folds the others', async () => {
    jobs.length = 0;
    await say('poison', 'fine');
    await say('poison', 'POISON');
    await say('poison', 'This is horrible, I hate this awful place');
    const classifier = {
      modelVersion: 'test',
      classify: (text: string) =>
        text === 'POISON'
          ? Promise.reject(new Error('cannot read this'))
          : deps.classifier.classify(text),
    };
    for (let attempt = 1; attempt <= 5; attempt++) {
      const { failed } = await foldMessages({ ...deps, classifier }, jobs);
      expect(failed).toHaveLength(1);
    }
    const { failed } = await foldMessages({ ...deps, classifier }, jobs);
    expect(failed).toHaveLength(0);
    const states = (await show('poison')).map((m: { emotionState: string }) => m.emotionState);
    expect(states).toEqual(['folded', 'set_apart', 'folded']);
    // The mood is walked past the message that is set apart.
    expect(await attentionOf('poison')).toMatchObject({ needed: true, sinceSeq: 3 });
  });
});

describe('the consumer and the sweep', () => {
  it('ack jobs, and bodies that are not jobs, through the Worker’s entry point', async () => {
    jobs.length = 0;
    await say('queued', 'thank you so much');
    const batch = createMessageBatch<unknown>('emotions', [
      { id: 'a', timestamp: new Date(), attempts: 1, body: jobs[0] },
      { id: 'b', timestamp: new Date(), attempts: 1, body: { text: 'personal' } },
    ]);
    const ctx = createExecutionContext();
    await worker.queue(batch, env, ctx);
    const result = await getQueueResult(batch, ctx);
    expect(result.explicitAcks.sort()).toEqual(['a', 'b']);
    expect((await show('queued'))[0].emotionState).toBe('folded');
  });

  it('retry a batch when the database fails', async () => {
    const body = { conversationId: crypto.randomUUID(), seq: 1 };
    const batch = createMessageBatch<unknown>('emotions', [
      { id: 'a', timestamp: new Date(), attempts: 1, body },
    ]);
    const database = { run: () => Promise.reject(new Error('down')) };
    await consumeEmotions({ ...deps, database }, batch);
    const result = await getQueueResult(batch, createExecutionContext());
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['a']);
  });

  it('fold a message for which no queue message was sent', async () => {
    await say('swept', 'wonderful');
    expect((await show('swept'))[0].emotionState).toBe('pending');
    await sweepEmotions(deps, '0 seconds');
    expect((await show('swept'))[0].emotionState).toBe('folded');
    expect((await sweepEmotions(deps, '0 seconds')).swept).toBe(0);
  });
});
