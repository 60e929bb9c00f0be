import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

// `npm run build:client`: makes the client's npm package in dist/client, ready for `npm publish`.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(ROOT, 'dist/client');
const { version, license, repository } = z
  .object({ version: z.string(), license: z.string(), repository: z.unknown().optional() })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

rmSync(OUT, { recursive: true, force: true });
const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
const compiled = spawnSync(process.execPath, [compiler, '-p', join(ROOT, 'tsconfig.client.json')], {
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(1);
copyFileSync(join(ROOT, 'LICENSE'), join(OUT, 'LICENSE'));
copyFileSync(join(ROOT, 'docs/client.md'), join(OUT, 'README.md'));
writeFileSync(
  join(OUT, 'package.json'),
  `${JSON.stringify(
    {
      name: '@maitred/client',
      version,
      description: 'A typed client of the Maitred API for browsers, Workers and Node.',
      license,
      ...(repository === undefined ? {} : { repository }),
      type: 'module',
      sideEffects: false,
      exports: { '.': { types: './index.d.ts', default: './index.js' } },
      types: './index.d.ts',
      files: ['*.js', '*.d.ts'],
      engines: { node: '>=20' },
    },
    null,
    2,
  )}\n`,
);
console.log(`dist/client: @maitred/client ${version}`);
