import { env } from 'cloudflare:workers';
import { neon } from '@neondatabase/serverless';
import { z } from 'zod';
// Sets the driver's endpoint.
import '../../src/platform/database.ts';

/** The database of the tests, for SQL that no route runs. */
export const sql = neon(z.object({ DATABASE_URL: z.string() }).parse(env).DATABASE_URL);
