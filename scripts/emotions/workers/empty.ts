import { z } from 'zod';
import { emotionLabelSchema } from '../../../src/conversations/emotion.ts';

// The same as timing.ts without a model, to measure a Worker that has only the other libraries.

const bodySchema = z.object({ text: z.string(), label: emotionLabelSchema.optional() });

// biome-ignore lint/style/noDefaultExport: the default export is what workerd runs.
export default {
  async fetch(request: Request): Promise<Response> {
    bodySchema.parse(await request.json());
    return new Response('done');
  },
};
