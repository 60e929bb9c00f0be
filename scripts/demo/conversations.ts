import type { NewMessage } from '../../src/client/index.ts';
import { GERMAN } from './dialogues/de.ts';
import type { Dialogues, Kind, Voice } from './dialogues/dialogue.ts';
import { ENGLISH } from './dialogues/en.ts';
import { SPANISH } from './dialogues/es.ts';
import { FRENCH } from './dialogues/fr.ts';
import { HOUR, MINUTE } from './evening-time.ts';
import { type DemoGuest, GUESTS, type Language, NOTES, REFUSED_GUEST, REGULARS } from './guests.ts';
import { REFUSED_CONVERSATION } from './receivers.ts';
import { addFate, addVisit, type Demo, type Fate, placeOf, type Visit } from './visits.ts';

const DIALOGUES: Readonly<Record<Language, Dialogues>> = {
  ...{ en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH },
};
const CHANNELS = ['whatsapp', 'web', 'instagram', 'sms', 'email'];
const BETWEEN_LINES_MS = 45_000;
/** How many talks of the week make a booking at most. */
const MOST_BOOKING_TALKS = 34;

/** How good or bad each feeling is, from -1 to 1. */
const VALENCES = {
  ...{
    joy: 0.8,
    surprise: 0.3,
    neutral: 0,
    fear: -0.4,
    sadness: -0.5,
    disgust: -0.7,
    anger: -0.85,
  },
} satisfies Record<Exclude<Voice, 'assistant' | 'agent'>, number>;

/** Talks that make no booking, each with its kind, the day and the local time. */
const OTHER_TALKS: readonly (readonly [Kind, days: number, clock: string])[] = [
  ...([
    ['asks', -6, '11:20'],
    ['thanks', -6, '12:05'],
    ['asks', -5, '10:40'],
  ] as const),
  ...([
    ['worries', -5, '15:15'],
    ['thanks', -4, '11:00'],
    ['recovers', -4, '13:30'],
  ] as const),
  ...([
    ['asks', -4, '16:45'],
    ['asks', -3, '10:10'],
    ['worries', -3, '14:20'],
  ] as const),
  ...([
    ['thanks', -3, '17:10'],
    ['asks', -2, '11:35'],
    ['thanks', -2, '12:15'],
  ] as const),
  ...([
    ['recovers', -2, '15:50'],
    ['asks', -2, '18:20'],
    ['asks', -1, '10:30'],
  ] as const),
  ...([
    ['worries', -1, '13:05'],
    ['thanks', -1, '14:00'],
    ['asks', -1, '19:10'],
  ] as const),
  ...([
    ['thanks', 0, '10:15'],
    ['asks', 0, '11:45'],
    ['recovers', 0, '13:20'],
  ] as const),
  ...([
    ['worries', 0, '15:30'],
    ['asks', 0, '17:25'],
  ] as const),
];

/** Talks of the last hours that still need a person, by how many minutes ago they began. */
const OPEN_COMPLAINTS = [170, 75, 12] as const;

/** Adds the visits, about half of those of the week by a talk, and talks about other things. */
export function addVisitsAndTalks(demo: Demo, visits: readonly Visit[]): void {
  const { time, chance } = demo;
  let talks = 0;
  for (const visit of visits) {
    const isTalk =
      visit.madeAt >= time.on(-6, '09:00') &&
      visit.hold !== true &&
      visit.isAsked !== true &&
      talks < MOST_BOOKING_TALKS &&
      chance.next() < 0.5;
    if (isTalk) addBookingTalk(demo, visit, talks++);
    else addVisit(demo, visit);
  }
  // Those about whom the staff has written something come first, so that the guest book knows them.
  const isNoted = ({ id }: DemoGuest) => id in NOTES;
  const others = chance.shuffle(REGULARS.filter((guest) => !isNoted(guest)));
  const guests = [...REGULARS.filter(isNoted), ...others];
  for (const [place, [kind, days, clock]] of OTHER_TALKS.entries()) {
    const guest = guests[place % guests.length] ?? REFUSED_GUEST;
    addTalk(demo, { id: `chat-${kind}-${place}`, guest, kind, at: time.on(days, clock) });
  }
  for (const [place, minutes] of OPEN_COMPLAINTS.entries()) {
    const guest = GUESTS[40 + place] ?? REFUSED_GUEST;
    const at = time.now - minutes * MINUTE;
    addTalk(demo, { id: `chat-complaint-${place}`, guest, kind: 'complains', at });
  }
  addRefusedGuest(demo);
}

/** The mood in which a guest books has to do with how the visit ends. */
function kindOf(fate: Fate, drawn: number): Kind {
  const isKept = fate.ends !== 'stays away' && fate.ends !== 'cancels';
  if (drawn < (isKept ? 0.45 : 0.15)) return 'booksGladly';
  return drawn < (isKept ? 0.85 : 0.5) ? 'booksPlainly' : 'booksCrossly';
}

function addBookingTalk(demo: Demo, visit: Visit, number: number): void {
  const kind = kindOf(visit.fate, demo.chance.next());
  let bookingId = '';
  addTalk(demo, {
    ...{ id: `chat-booking-${number}`, guest: visit.guest, kind, at: visit.madeAt, visit },
    onBooked: (id) => {
      bookingId = id;
    },
  });
  addFate(demo, visit, () => bookingId);
}

interface Talk {
  readonly id: string;
  readonly guest: DemoGuest;
  readonly kind: Kind;
  readonly at: number;
  readonly visit?: Visit;
  readonly onBooked?: (bookingId: string) => void;
}

function addTalk(demo: Demo, { id, guest, kind, at, visit, onBooked }: Talk): void {
  const channel = demo.chance.of(CHANNELS);
  const lines = DIALOGUES[guest.locale][kind];
  const bookingLine = lines.findLastIndex(([voice]) => voice === 'assistant');
  for (const [place, [voice, text]] of lines.entries()) {
    const body: NewMessage = {
      ...{ id: `${place + 1}`, role: roleOf(voice), channel, customer: guest },
      text: fill(text, demo, guest, visit),
      ...(voice === 'assistant' || voice === 'agent'
        ? {}
        : { emotion: { label: voice, confidence: 0.9, valence: VALENCES[voice] } }),
    };
    demo.agenda.add(at + place * BETWEEN_LINES_MS, async () => {
      const booking = visit && place === bookingLine ? placeOf(demo, visit) : undefined;
      const receipt = await demo.assistant.storeMessage({
        conversationId: id,
        body: booking === undefined ? body : { ...body, booking },
      });
      if (receipt.booking !== undefined) onBooked?.(receipt.booking.id);
    });
  }
}

const roleOf = (voice: Voice) =>
  voice === 'assistant' || voice === 'agent' ? voice : ('customer' as const);

function fill(text: string, { time }: Demo, { name, locale }: DemoGuest, visit?: Visit): string {
  const { timeZone } = time;
  const start = visit?.start ?? time.now;
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options }).format(start);
  return text
    .replaceAll('{day}', show({ weekday: 'long' }))
    .replaceAll('{time}', show({ hour: '2-digit', minute: '2-digit' }))
    .replaceAll('{size}', String(visit?.size ?? 2))
    .replaceAll('{name}', name);
}

/** A guest who may not book any more. The guest care could not be told about his last talk. */
function addRefusedGuest(demo: Demo): void {
  const { time, agenda, staff } = demo;
  const { reason, ...guest } = REFUSED_GUEST;
  const at = time.on(-3, '12:10');
  addTalk(demo, { id: REFUSED_CONVERSATION, guest, kind: 'complains', at });
  agenda.add(at + HOUR, async () => {
    const text = 'You may not book with us any more. Please do not write again.';
    const body = { id: 'answer', role: 'agent', text } as const;
    await staff.storeMessage({ conversationId: REFUSED_CONVERSATION, body });
    await staff.refuseCustomer({ customerId: guest.id, body: { reason } });
  });
}
