import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';

interface SecretOnceProps {
  readonly title: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows a key or a secret that is never shown again. */
export function SecretOnce({ title, secret, onClose }: SecretOnceProps) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{m.shownOnce}</p>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <div class="buttons">
        <button
          type="button"
          class="main"
          onClick={() => navigator.clipboard.writeText(secret).then(() => setCopied(true))}
        >
          {isCopied ? m.copied : m.copy}
        </button>
        <button type="button" onClick={onClose}>
          {m.keptIt}
        </button>
      </div>
    </Dialog>
  );
}
