import * as m from 'messages:conversations';
import * as w from 'messages:moods';
import { Fragment } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Message } from '../../../client/index.ts';
import { connection } from '../connection.ts';
import { feelingOf, Mood, moodOf, percentOf } from '../parts/mood.tsx';
import { problemText } from '../problem-text.ts';
import { may } from '../session.ts';
import { useStore } from '../store.ts';
import { dateIn, longDate, timeOf } from '../time.ts';
import { dropReply, type Reply } from './replies.ts';

interface TranscriptProps {
  readonly messages: readonly Message[];
  readonly replies: readonly Reply[];
  readonly zone: string;
  readonly hasOlder: boolean;
  readonly onOlder: () => void;
  readonly onCorrect: (message: Message) => void;
  readonly onAgain: (reply: Reply) => void;
  readonly onTakeBack: (reply: Reply) => void;
}

/** What was said, with the emotion of each message, and the answers that are on their way. */
export function Transcript(props: TranscriptProps) {
  const { messages, replies, zone, hasOlder } = props;
  const element = useRef<HTMLElement>(null);
  useStayAtEnd(element, messages, replies);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it (WCAG 2.1.1)
    <section ref={element} class="talk-transcript" role="log" tabIndex={0} aria-label={m.messages}>
      {hasOlder ? (
        <button type="button" onClick={props.onOlder}>
          {m.older}
        </button>
      ) : (
        <p class="quiet">{m.beginning}</p>
      )}
      <ol class="list">
        {messages.map((message, n) => {
          const date = dateIn(zone, message.sentAt);
          const isNewDay = n === 0 || date !== dateIn(zone, messages[n - 1]?.sentAt);
          return (
            <Fragment key={message.id}>
              {isNewDay && <li class="talk-day">{longDate(date)}</li>}
              <li class={`talk-message ${message.role}`} id={`message-${message.seq}`}>
                <small>
                  {m.role({ role: message.role })} · {timeOf(message.sentAt, zone)}
                </small>
                <p dir="auto">{message.text ?? m.noText}</p>
                <Emotion message={message} onCorrect={props.onCorrect} />
              </li>
            </Fragment>
          );
        })}
        {replies.map((reply) => (
          <Waiting key={reply.id} reply={reply} {...props} />
        ))}
      </ol>
    </section>
  );
}

interface WaitingProps extends Pick<TranscriptProps, 'onAgain' | 'onTakeBack'> {
  readonly reply: Reply;
}

function Waiting({ reply, onAgain, onTakeBack }: WaitingProps) {
  const { isOnline } = useStore(connection);
  const { problem } = reply;
  return (
    <li class="talk-message agent waiting">
      <small>
        {m.role({ role: 'agent' })} · {problem === undefined && (isOnline ? m.sending : m.waiting)}
      </small>
      <p dir="auto">{reply.text}</p>
      {problem !== undefined && (
        <>
          <p class="error">{m.notSent({ why: problemText(problem) })}</p>
          <div class="buttons">
            <button type="button" onClick={() => onAgain(reply)}>
              {m.again}
            </button>
            <button
              type="button"
              onClick={() => {
                dropReply(reply.id);
                onTakeBack(reply);
              }}
            >
              {m.takeBack}
            </button>
          </div>
        </>
      )}
    </li>
  );
}

interface EmotionProps extends Pick<TranscriptProps, 'onCorrect'> {
  readonly message: Message;
}

function Emotion({ message, onCorrect }: EmotionProps) {
  const { emotion, emotionState, role, seq } = message;
  if (emotion === null && role !== 'customer') return null;
  return (
    <span class="row talk-emotion">
      <EmotionText {...{ emotion, emotionState }} />
      {role === 'customer' && emotionState !== 'erased' && may('admin') && (
        <button
          type="button"
          class="plain"
          aria-label={m.correctSeq({ seq })}
          onClick={() => onCorrect(message)}
        >
          {m.correct}
        </button>
      )}
    </span>
  );
}

function EmotionText({ emotion, emotionState }: Pick<Message, 'emotion' | 'emotionState'>) {
  if (emotion === null || emotion.label === null || emotion.valence === null) {
    const why = emotion?.abstained ?? 'low_confidence';
    const none = emotion === null ? '' : m.abstained({ why });
    const text = emotionState === 'pending' ? m.reading : none;
    return <small>{emotionState === 'set_apart' ? m.setApart : text}</small>;
  }
  const { label, confidence, valence, modelVersion } = emotion;
  const facts = [
    confidence === null ? '' : percentOf(confidence),
    feelingOf(valence),
    modelVersion === 'operator' ? m.corrected : '',
  ];
  return (
    <>
      <Mood mood={moodOf(valence)} text={w.label({ label })} />
      <small>
        <bdi>{facts.filter((each) => each !== '').join(' · ')}</bdi>
      </small>
    </>
  );
}

/**
 * Keeps the end in view while it is in view or when an answer is sent, and what is read where it is when
 * older messages come.
 */
function useStayAtEnd(
  element: { readonly current: HTMLElement | null },
  messages: readonly Message[],
  replies: readonly Reply[],
) {
  const last = useRef({ first: -1, height: 0, answers: 0, isAtEnd: true });
  const first = messages[0]?.seq ?? 0;
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const { current } = last;
    const hasAnswered = replies.length > current.answers;
    if (first < current.first && !hasAnswered)
      target.scrollTop += target.scrollHeight - current.height;
    else if (current.isAtEnd || hasAnswered) target.scrollTop = target.scrollHeight;
    const note = () => {
      const { scrollHeight: height, scrollTop, clientHeight } = target;
      const isAtEnd = height - scrollTop - clientHeight < 40;
      last.current = { first, height, answers: replies.length, isAtEnd };
    };
    note();
    target.addEventListener('scroll', note, { passive: true });
    return () => target.removeEventListener('scroll', note);
  }, [messages, replies.length]);
}
