import { createModelClassifier } from '../../../src/emotions/model/model-classifier.ts';

// Classifies a text `times` times, for time-in-workerd.ts. A Worker's clock stands still while it
// computes, so the caller measures the time.

const classifier = createModelClassifier();

// biome-ignore lint/style/noDefaultExport: the default export is what workerd runs.
export default {
  async fetch(request: Request): Promise<Response> {
    const { text, times } = (await request.json()) as { text: string; times: number };
    for (let done = 0; done < times; done += 1) await classifier.classify(text);
    return new Response('done');
  },
};
