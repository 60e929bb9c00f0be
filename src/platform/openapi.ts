// For rooms that are not converted yet.
import type { z } from '@hono/zod-openapi';
import { requireScope } from './auth/require-scope.ts';
import type { Scope } from './auth/scopes.ts';
import { jsonBody } from './http.ts';
import { refusals } from './route.ts';

export function secured(scope: Scope) {
  return { security: [{ apiKey: [scope] }], middleware: [requireScope(scope)] };
}
export function securedWithBody(scope: Scope, maxBytes: number) {
  return {
    security: [{ apiKey: [scope] }],
    middleware: [requireScope(scope), jsonBody({ maxBytes })],
  };
}
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}
export const problems = refusals();
