import * as c from 'messages:common';
import * as m from 'messages:conversations';
import * as w from 'messages:moods';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Conversation, Message } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Mood, moodOf } from '../parts/mood.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';
import { useStore } from '../store.ts';
import { momentOf } from '../time.ts';
import { BookingCards, useBookings } from './booking-cards.tsx';
import { CorrectDialog } from './correct-dialog.tsx';
import { useMessages } from './messages.ts';
import { MoodPlot, walk } from './mood-plot.tsx';
import { drafts, replies, sendReply } from './replies.ts';
import { ReplyBox } from './reply-box.tsx';
import { Transcript } from './transcript.tsx';

interface ConversationViewProps {
  readonly id: string;
  /** The zone of times when no booking has one. */
  readonly zone: string;
  /** The address of the list. */
  readonly back: string;
}

/** One conversation: what was said, the mood, the bookings, and the box for an answer. */
export function ConversationView({ id, zone, back }: ConversationViewProps) {
  const conversation = usePolled(`conversation ${id}`, (signal) =>
    api.showConversation({ conversationId: id }, { signal }),
  );
  const { messages, problem, reload, replace, loadOlder, hasOlder } = useMessages(id);
  const bookings = useBookings(id, may('bookings:read'));
  const walked = useMemo(() => walk(messages ?? []), [messages]);
  const [corrected, setCorrected] = useState<Message>();
  const [drafted, setDrafted] = useState(0);
  const all = useStore(replies);
  const heading = useRef<HTMLHeadingElement>(null);
  const isLoaded = conversation.value !== undefined;
  useEffect(() => {
    // Whoever came by a link goes on at the conversation; a page that was just loaded stays.
    if (document.activeElement !== document.body) heading.current?.focus();
  }, [isLoaded]);
  const again = () => Promise.all([reload(), conversation.reload()]);
  const shownZone = bookings.value?.[0]?.timeZone ?? zone;
  const isGone = [404, 410].includes(conversation.problem?.status ?? 0);
  const value = conversation.value && messages && { about: conversation.value, messages };
  return (
    <>
      <a class="talk-back" href={back}>
        ‹ {m.close}
      </a>
      {isGone ? (
        <Empty>{m.gone}</Empty>
      ) : (
        <Loaded
          polled={{
            value,
            problem: conversation.problem ?? problem,
            reload: async () => void again(),
          }}
        >
          {({ about, messages }) => {
            const name = about.customerName ?? about.customerId ?? m.unnamed;
            const stored = new Set(messages.map((each) => each.id));
            const send = (reply: Parameters<typeof sendReply>[0]) =>
              void sendReply(reply, m.answerTo({ name }), again);
            return (
              <>
                <header class="bar">
                  <h2 ref={heading} tabIndex={-1} dir="auto">
                    {name}
                  </h2>
                  <Head {...{ about, zone: shownZone, hasTurned: walked.hasTurned }} />
                </header>
                <div class="talk-columns">
                  <div class="talk-words">
                    <Transcript
                      {...{ messages, zone: shownZone, hasOlder }}
                      replies={all.filter(
                        (each) => each.conversationId === id && !stored.has(each.id),
                      )}
                      onOlder={() => void loadOlder()}
                      onCorrect={setCorrected}
                      onAgain={send}
                      onTakeBack={({ text }) => {
                        drafts.set(id, text);
                        setDrafted(drafted + 1);
                      }}
                    />
                    {may('messages:write') && (
                      <ReplyBox
                        key={drafted}
                        {...{ conversationId: id, name, channel: about.channel, onStored: again }}
                      />
                    )}
                  </div>
                  <div class="talk-side">
                    <MoodPlot turns={walked.turns} />
                    {may('bookings:read') && <BookingCards polled={bookings} />}
                  </div>
                </div>
              </>
            );
          }}
        </Loaded>
      )}
      {corrected !== undefined && (
        <CorrectDialog
          message={corrected}
          onClose={() => setCorrected(undefined)}
          onDone={(message) => {
            setCorrected(undefined);
            void replace(message);
          }}
        />
      )}
    </>
  );
}

interface HeadProps {
  readonly about: Conversation;
  readonly zone: string;
  readonly hasTurned: boolean;
}

/** The channel, the guest, the mood, and why the conversation needs attention. */
function Head({ about, zone, hasTurned }: HeadProps) {
  const { attention, mood, recentTrend, channel, customerId } = about;
  return (
    <>
      <span class="quiet">{channel}</span>
      {customerId !== null && <a href={hrefOf(['guests', customerId])}>{m.card}</a>}
      <span class="row" role="status">
        <Mood mood={moodOf(mood)} />
        {recentTrend !== null && <small>{w.trend({ trend: recentTrend.direction })}</small>}
        {!attention.needed && hasTurned && <span class="badge good">✓ {m.recovered}</span>}
      </span>
      <span class="zone">{c.timesIn({ zone: zone.replaceAll('_', ' ') })}</span>
      {attention.needed && (
        <p class="talk-why">
          {m.needsYou({
            label: w.label({ label: attention.label ?? '' }),
            seq: attention.sinceSeq ?? 0,
            time: momentOf(attention.since ?? about.lastMessageAt, zone),
          })}
        </p>
      )}
    </>
  );
}
