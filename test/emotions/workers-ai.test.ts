import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { compose } from '../../src/compose.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';
import { createPolyglotClassifier } from '../../src/emotions/polyglot-classifier.ts';
import type { TextGeneration } from '../../src/emotions/text-generation.ts';
import { createWorkersAiClassifier } from '../../src/emotions/workers-ai-classifier.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import type { LogFields } from '../../src/platform/log.ts';
import { client, makeKey, quietBindings } from '../support/workspace.ts';

const SPANISH = 'Esperamos una hora y nadie vino, qué vergüenza';
const MODEL = '@cf/some/model';
const answer = { label: 'anger', confidence: 87, valence: -80 };

/** A classifier with a binding that responds like this, and the calls that the binding got. */
function binding(respond: () => Promise<unknown>) {
  const run = vi.fn<TextGeneration['run']>(respond);
  return { run, classifier: createWorkersAiClassifier({ run }, MODEL) };
}

function polyglot(respond: () => Promise<unknown>) {
  const { run, classifier } = binding(respond);
  const warned: [string, LogFields | undefined][] = [];
  const log = {
    info: () => {},
    warn: (event: string, fields?: LogFields) => warned.push([event, fields]),
    error: () => {},
  };
  return { run, warned, ...createPolyglotClassifier(createModelClassifier(), classifier, log) };
}

describe('Workers AI in JSON mode', () => {
  it('gets a JSON schema, and the message as data', async () => {
    const { run, classifier } = binding(async () => ({ response: answer }));
    expect(await classifier.classify(SPANISH)).toEqual({
      abstained: null,
      label: 'anger',
      confidence: 870,
      valence: -800,
      probabilities: null,
      modelVersion: `workers-ai/${MODEL}`,
    });
    const [model, input] = run.mock.calls[0] ?? [];
    expect(model).toBe(MODEL);
    expect(input).toMatchObject({
      messages: [{ role: 'system' }, { role: 'user', content: SPANISH }],
      response_format: {
        type: 'json_schema',
        json_schema: {
          type: 'object',
          required: ['label', 'confidence', 'valence'],
          properties: {
            label: { enum: ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'] },
          },
        },
      },
    });
  });

  it('may answer with JSON as text, as some models do', async () => {
    const { classifier } = binding(async () => ({ response: JSON.stringify(answer) }));
    expect((await classifier.classify(SPANISH)).label).toBe('anger');
  });

  it('gets only the part of a text that the built-in model also reads', async () => {
    const { run, classifier } = binding(async () => ({ response: answer }));
    await classifier.classify('é'.repeat(32_768));
    expect(JSON.stringify(run.mock.calls[0]?.[1]).match(/é+/)?.[0]).toHaveLength(2000);
  });

  it.each([
    ['an unknown label', { response: { ...answer, label: 'rage' } }],
    ['a valence out of range', { response: { ...answer, valence: -101 } }],
    ['prose', { response: 'The guest is angry.' }],
    ['nothing', undefined],
  ])('is refused when it answers %s', async (_, response) => {
    await expect(binding(async () => response).classifier.classify(SPANISH)).rejects.toThrow();
  });

  it('is aborted when it does not answer in time', async () => {
    const aborted = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(aborted.signal);
    const { run, classifier } = binding(() => new Promise(() => {}));
    const reading = classifier.classify(SPANISH);
    expect(timeout).toHaveBeenCalledWith(10_000);
    expect(run.mock.calls[0]?.[2]?.signal).toBe(aborted.signal);
    aborted.abort();
    await expect(reading).rejects.toThrow('workers_ai_timeout');
    timeout.mockRestore();
  });

  it('gets no request for half a minute after a failure', async () => {
    let now = 0;
    const run = vi.fn<TextGeneration['run']>(() => Promise.reject(new Error('3040')));
    const classifier = createWorkersAiClassifier({ run }, MODEL, () => now);
    await expect(classifier.classify(SPANISH)).rejects.toThrow('3040');
    await expect(classifier.classify(SPANISH)).rejects.toThrow('workers_ai_rests');
    expect(run).toHaveBeenCalledTimes(1);
    now = 30_000;
    run.mockResolvedValue({ response: answer });
    expect((await classifier.classify(SPANISH)).label).toBe('anger');
  });
});

describe('reading languages that the built-in model does not know', () => {
  it('asks Workers AI about texts in those languages only', async () => {
    const { run, classify } = polyglot(async () => ({ response: answer }));
    expect(await classify('We waited an hour and nobody came')).toMatchObject({ label: 'anger' });
    expect(await classify('')).toMatchObject({ abstained: 'low_confidence' });
    expect(run).toHaveBeenCalledTimes(0);
    expect((await classify(SPANISH)).modelVersion).toBe(`workers-ai/${MODEL}`);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['fails', () => Promise.reject(new Error(`3040: Capacity exceeded for ${SPANISH}`))],
    ['answers nonsense', async () => ({ response: 'no' })],
  ])('abstains when Workers AI %s, and logs the failure without the text', async (_, respond) => {
    const { warned, classify } = polyglot(respond);
    expect(await classify(SPANISH)).toMatchObject({ abstained: 'unsupported', label: null });
    expect(warned).toHaveLength(1);
    expect(warned[0]?.[0]).toBe('foreign_text_not_read');
    expect(JSON.stringify(warned)).not.toContain('Esperamos');
  });
});

describe('a Worker with the binding', () => {
  it('stores a message without a request to Workers AI, and reads it off the response path', async () => {
    const run = vi.fn<TextGeneration['run']>(async () => ({ response: answer }));
    const jobs: EmotionJob[] = [];
    const EMOTIONS = { send: async (job: EmotionJob) => void jobs.push(job) };
    const bindings = { ...quietBindings, EMOTIONS, AI: { run }, AI_MODEL: MODEL };
    const call = client(await makeKey('polyglot'), {}, bindings);
    const stored = await call('POST', '/v1/conversations/es/messages', {
      ...{ id: 'm1', role: 'customer', text: SPANISH },
    });
    expect(stored.status).toBe(201);
    expect(jobs).toHaveLength(1);
    expect(run).toHaveBeenCalledTimes(0);

    const deps = compose({ ...env, ...bindings }, () => {});
    expect(await foldMessages(deps, jobs)).toEqual({ folded: 1, failed: [] });
    expect(run).toHaveBeenCalledTimes(1);
    const [message] = (await call('GET', '/v1/conversations/es/messages')).body.data;
    expect(message.emotion).toMatchObject({
      ...{ label: 'anger', confidence: 0.87, valence: -0.8, modelVersion: `workers-ai/${MODEL}` },
    });
  });
});
