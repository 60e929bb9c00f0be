import { cteText } from '../messages/cte.ts';
import { bareApp } from './bare-app.ts';
import { runBuilt } from './run-built.ts';

// The bare Worker with the statement that one would write without SQL functions that keep their plans.
export default bareApp({ message: cteText, run: runBuilt });
