import { render } from 'preact';
import { App } from './app.tsx';
import { restoreSession } from './session.ts';

const root = document.getElementById('console');
if (root !== null) {
  await restoreSession();
  render(<App />, root);
}
