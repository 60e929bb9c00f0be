import { z } from '@hono/zod-openapi';
import type { Scope } from '../workspaces/scopes.ts';
import { jsonBody, requireScope } from './http.ts';
import { PROBLEMS, type ProblemCode } from './problem.ts';

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    alternatives: z
      .array(z.string())
      .optional()
      .openapi({ description: 'The free starts nearest to the one wanted.' }),
    state: z
      .string()
      .optional()
      .openapi({ description: 'The state that the booking or entry is in.' }),
    requestId: z.string(),
  })
  .openapi('Problem');

/** What every route with a key shares: its scope, checked and documented from one word. */
export function secured(scope: Scope) {
  return {
    security: [{ apiKey: [scope] }],
    middleware: [requireScope(scope)],
  };
}

/** The same, for a route that takes a JSON body of at most `maxBytes`. */
export function securedWithBody(scope: Scope, maxBytes: number) {
  return {
    security: [{ apiKey: [scope] }],
    middleware: [requireScope(scope), jsonBody(maxBytes)],
  };
}

/** A JSON answer. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** Any problem: the codes are listed at /problems. */
export const problems = {
  default: {
    description: 'A problem (RFC 9457); its stable code is one of those listed at /problems.',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const;
