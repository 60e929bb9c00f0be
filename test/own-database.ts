import { env } from 'cloudflare:workers';
import { neon } from '@neondatabase/serverless';
// Sets the driver's endpoint.
import '../src/platform/database.ts';

// Runs before each test file: gives the file a database of its own, so that its sweeps do not do the
// work of another file's tests, whose clocks differ. The first query opens the database, for which
// requests with a time limit should not wait.
const url = new URL(String(Reflect.get(env, 'DATABASE_URL')));
url.pathname = `/test-${crypto.randomUUID()}`;
Reflect.set(env, 'DATABASE_URL', url.toString());
await neon(url.toString())`select 1`;
