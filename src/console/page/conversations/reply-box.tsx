import * as m from 'messages:conversations';
import { useState } from 'preact/hooks';
import { AreaField } from '../parts/field.tsx';
import { drafts, sendReply } from './replies.ts';

interface ReplyBoxProps {
  readonly conversationId: string;
  /** The guest's name. */
  readonly name: string;
  /** By which channel the answer reaches the guest. */
  readonly channel: string;
  /** Reads the conversation again. */
  readonly onStored: () => Promise<unknown>;
}

/** Where the staff answer. What was typed stays while they look at another conversation. */
export function ReplyBox({ conversationId, name, channel, onStored }: ReplyBoxProps) {
  const [text, setText] = useState(drafts.get(conversationId) ?? '');
  const type = (next: string) => {
    drafts.set(conversationId, next);
    setText(next);
  };
  const send = () => {
    const said = text.trim();
    if (said === '') return;
    type('');
    const reply = { id: crypto.randomUUID(), conversationId, text: said };
    void sendReply(reply, m.answerTo({ name }), onStored);
  };
  return (
    <form
      class="talk-reply"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        send();
      }}
    >
      <AreaField
        {...{ label: m.reply, hint: m.replyHint({ channel }), rows: 3, maxLength: 8000 }}
        {...{ value: text, onInput: type }}
      />
      <button type="submit" class="main">
        {m.send}
      </button>
    </form>
  );
}
