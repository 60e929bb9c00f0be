// wrangler bundles this file instead of the package `zod` (see [alias] in wrangler.toml). It has the
// exports that the Worker uses, without the translations of zod's messages and the namespace `core`.
// A bundler cannot tell which members of `z` are used, so the package would be bundled as a whole.
//
// Tests in vitest use the package itself. If the Worker needs an export that is missing here, it
// fails when it starts, which `npm run dev` and `npm run fuzz` show.
import * as z from './zod-exports.js';

export * from './zod-exports.js';
export { z };
