import { upsertText } from '../messages/upsert.ts';
import { bareApp } from './bare-app.ts';
import { runBuilt } from './run-built.ts';

// The bare Worker: it sends the same statements as Maitred, and builds their text for each request.
export default bareApp({ message: upsertText, run: runBuilt });
