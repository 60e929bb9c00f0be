import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeApi } from '../api-description/describe-api.ts';
import { generateApi } from './generate-api.ts';

// `npm run generate:client`: writes the client's types and operations from the API's description.

const API = fileURLToPath(new URL('../../src/client/api.ts', import.meta.url));
writeFileSync(API, await generateApi(describeApi('0.0.0')));
