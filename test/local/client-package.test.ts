import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../../scripts/api-description/describe-api.ts';
import { generateApi } from '../../scripts/client/generate-api.ts';
import { type NodeServer, startNodeServer } from './node-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAX_GZIPPED_BYTES = 8 * 1024;

let project: string;
let server: NodeServer;

/** Runs Node in another process while this process serves the API, and returns its output. */
async function node(...args: string[]): Promise<string> {
  const env = { ...process.env, MAITRED_URL: server.url, MAITRED_KEY: server.key };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project, env });
  return stdout;
}
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Builds the package, packs it and installs the tarball into an empty project. */
beforeAll(async () => {
  server = await startNodeServer();
  project = mkdtempSync(join(tmpdir(), 'maitred-client-'));
  execFileSync(process.execPath, ['scripts/client/build-client.ts'], { cwd: ROOT });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', project, './dist/client'], {
    cwd: ROOT,
  });
  const [tarball = ''] = readdirSync(project).filter((file) => file.endsWith('.tgz'));
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--offline', tarball], {
    cwd: project,
  });
}, 120_000);
afterAll(async () => {
  await server?.close();
  rmSync(project, { recursive: true, force: true });
});

const USE = `
import { createClient, eachItem, MaitredProblem, type Booking } from '@maitred/client';

declare const process: { env: Record<string, string> };
const maitred = createClient({ url: process.env['MAITRED_URL']!, key: process.env['MAITRED_KEY']! });
const receipt = await maitred.storeMessage({
  conversationId: 'chat/42',
  body: { role: 'customer', text: 'hello', customer: { id: 'guest-7' } },
});
const venue = await maitred.createVenue({ body: { name: 'Chez Nous', timeZone: 'Europe/Paris' } });
const names: string[] = [];
for await (const each of eachItem(maitred.listVenues, { limit: 1 })) names.push(each.name);
const problem = await maitred
  .createVenue({ body: { name: '', timeZone: 'Europe/Paris' } })
  .then((): undefined => undefined)
  .catch((error: unknown) => error);
const fields = problem instanceof MaitredProblem ? problem.errors.map(({ field }) => field) : [];
const booking: Booking | undefined = receipt.booking;
console.log(JSON.stringify({ seq: receipt.seq, id: venue.id, names, fields, booking: booking ?? null }));
`;

describe('the client’s package', () => {
  it('is generated from the current description', async () => {
    const written = readFileSync(join(ROOT, 'src/client/api.ts'), 'utf8');
    expect(
      written,
      'src/client/api.ts is out of date: run npm run generate:client and commit the result',
    ).toBe(await generateApi(describeApi('0.0.0')));
  });

  it('contains no TypeScript source and no server code, and is small', () => {
    const files = readdirSync(join(project, 'node_modules/@maitred/client'));
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    const code = files
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(project, 'node_modules/@maitred/client', file), 'utf8'))
      .join('\n');
    expect(code).not.toMatch(/zod|hono|drizzle|neon/);
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(MAX_GZIPPED_BYTES);
  });

  it('compiles under tsc --strict in another project, and works in Node', async () => {
    writeFileSync(join(project, 'use.ts'), USE);
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          types: [],
          module: 'nodenext',
          skipLibCheck: false,
          outDir: 'out',
        },
        files: ['use.ts'],
      }),
    );
    await node(TSC, '-p', '.');
    expect(JSON.parse(await node('out/use.js'))).toEqual({
      seq: 1,
      id: expect.stringMatching(/^ven_/),
      names: ['Chez Nous'],
      fields: ['body.name'],
      booking: null,
    });
  });

  it('refuses a misspelt field at compile time', async () => {
    writeFileSync(join(project, 'use.ts'), USE.replace("text: 'hello'", "txt: 'hello'"));
    await expect(node(TSC, '-p', '.')).rejects.toThrow('Command failed');
  });

  it('works in a bundle', async () => {
    const entry = join(project, 'entry.js');
    writeFileSync(
      entry,
      `import { createClient } from '@maitred/client';
       const maitred = createClient({ url: process.env.MAITRED_URL, key: process.env.MAITRED_KEY });
       maitred.listKeys().then(({ data }) => console.log(data.length));`,
    );
    await build({
      root: project,
      logLevel: 'silent',
      configFile: false,
      build: {
        outDir: join(project, 'bundle'),
        lib: { entry, formats: ['es'], fileName: 'bundle' },
        target: 'es2022',
      },
    });
    const [bundle = ''] = readdirSync(join(project, 'bundle'));
    expect((await node(join('bundle', bundle))).trim()).toBe('1');
  });
});
