import { writeFileSync } from 'node:fs';
import { declareMessages, MESSAGES } from './message-modules.ts';

// `npm run generate:messages`: writes the types of the console's messages.

writeFileSync(`${MESSAGES}/messages.d.ts`, declareMessages());
