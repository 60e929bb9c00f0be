import { z } from 'zod';
import { emotionLabelSchema } from '../../../src/conversations/emotion.ts';

// As timing.ts, without a model: what a Worker costs by itself, with the libraries that it has anyway.

const bodySchema = z.object({ text: z.string(), label: emotionLabelSchema.optional() });

// biome-ignore lint/style/noDefaultExport: the default export is what workerd runs.
export default {
  async fetch(request: Request): Promise<Response> {
    bodySchema.parse(await request.json());
    return new Response('done');
  },
};
