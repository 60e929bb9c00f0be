import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LANGUAGES } from '../../scripts/console/message-modules.ts';
import { freePort } from '../../scripts/local/free-port.ts';
import {
  startWranglerDev,
  untilHealthy,
  type WranglerDev,
} from '../../scripts/local/wrangler-dev.ts';

let folder: string;
let url: string;
let wrangler: WranglerDev;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maitred-assets-'));
  const envFile = join(folder, 'variables.env');
  // No request of these tests reads the database.
  const database = 'DATABASE_URL="postgres://u:p@127.0.0.1:9/none"';
  writeFileSync(envFile, `${database}\nKEY_SECRET="${'s'.repeat(40)}"\n`);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  wrangler = startWranglerDev({ port, envFile, onLine() {} });
  await untilHealthy(url, wrangler);
}, 120_000);
afterAll(async () => {
  await wrangler?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the static assets', () => {
  it('include the description of the API, which no request builds', async () => {
    const first = await fetch(`${url}/openapi.json`);
    expect([first.status, first.headers.get('Content-Type')]).toEqual([200, 'application/json']);
    const document = z.object({ openapi: z.string(), paths: z.looseObject({}) });
    expect(document.parse(await first.json()).openapi).toBe('3.1.0');
    // Every answer of the Worker has these headers.
    expect((await fetch(`${url}/healthz`)).headers.has('X-Request-Id')).toBe(true);
    expect(first.headers.has('X-Request-Id')).toBe(false);
    expect(first.headers.has('Server-Timing')).toBe(false);
    expect(first.headers.get('Cache-Control')).toBe('public, max-age=60');
    const headers = { 'If-None-Match': first.headers.get('ETag') ?? '' };
    expect((await fetch(`${url}/openapi.json`, { headers })).status).toBe(304);
    // The Worker's source has no code that makes the description.
    expect(readFileSync('src/app.ts', 'utf8')).not.toMatch(/getOpenAPI|\.doc31?\(/);
  });

  it('include the reference page, which no other page may frame', async () => {
    for (const path of ['/docs/', '/docs/redoc.standalone.js']) {
      const page = await fetch(url + path);
      expect(page.status).toBe(200);
      expect(page.headers.get('X-Frame-Options')).toBe('DENY');
      expect(page.headers.get('X-Content-Type-Options')).toBe('nosniff');
      const policy = (page.headers.get('Content-Security-Policy') ?? '').split('; ');
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'none'",
        ]),
      );
      // The page has no inline script, and its policy allows none.
      expect(policy.join()).not.toMatch(/script-src|unsafe-eval/);
    }
  });

  it('include the console, whose policy allows its own files only', async () => {
    const page = await fetch(`${url}/console/`);
    expect(page.status).toBe(200);
    const html = await page.text();
    // Nothing is inline.
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|\sstyle=/);
    expect(page.headers.get('Content-Security-Policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(page.headers.get('X-Frame-Options')).toBe('DENY');
    expect(page.headers.get('Cache-Control')).not.toContain('immutable');
    const files = [...html.matchAll(/(?:href|src)="(\/console\/files\/[^"]+)"/g)];
    expect(files.length).toBe(2);
    for (const [, path] of files) {
      const file = await fetch(url + path);
      expect(file.status).toBe(200);
      expect(file.headers.get('Cache-Control')).toContain('immutable');
    }
  });

  it('keep the console small in each language', () => {
    const folder = '.wrangler/assets/console/files';
    const files = readdirSync(folder);
    const shared = files.filter((file) => /\.css$|^start-/.test(file));
    for (const language of LANGUAGES) {
      const own = files.filter((file) => new RegExp(`-${language}-[A-Z0-9]+\\.js$`).test(file));
      expect(own.length).toBeGreaterThan(0);
      const sizes = [...own, ...shared].map(
        (file) => brotliCompressSync(readFileSync(join(folder, file))).length,
      );
      const total = sizes.reduce((sum, size) => sum + size, 0);
      // All pages together, as a browser loads them in one language.
      expect(total, language).toBeLessThan(120 * 1024);
    }
  });
});
