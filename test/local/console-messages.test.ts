import { readdirSync, readFileSync } from 'node:fs';
import { parse } from '@messageformat/parser';
import { describe, expect, it } from 'vitest';
import {
  argumentsOf,
  declareMessages,
  LANGUAGES,
  listAreas,
  MESSAGES,
  readMessages,
} from '../../scripts/console/message-modules.ts';
import { BOOKING_STATES, TRANSITIONS } from '../../src/bookings/lifecycle.ts';
import { ABSTENTIONS, EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { roleSchema } from '../../src/conversations/message.ts';
import { BOOKING_MOODS } from '../../src/emotions/outcomes/outcome.ts';
import { JOB_CHANNELS, JOB_KINDS } from '../../src/follow-ups/job.ts';
import { WAITING } from '../../src/operations/backlog/backlog.ts';
import { CAUSES, LIGHTS, SIGNALS } from '../../src/operations/light/signals.ts';
import { MEASURED } from '../../src/platform/latency/sample.ts';
import { deliverySchema } from '../../src/webhooks/delivery.ts';
import { webhookSchema } from '../../src/webhooks/webhook.ts';

describe('the messages of the console', () => {
  it('have current types', () => {
    const file = `${MESSAGES}/messages.d.ts`;
    expect(readFileSync(file, 'utf8'), 'run npm run generate:messages').toBe(declareMessages());
  });

  it.each(LANGUAGES)('are the same in %s as in English, with the same arguments', (language) => {
    expect(readdirSync(`${MESSAGES}/${language}`).sort()).toEqual(
      listAreas().map((area) => `${area}.json`),
    );
    for (const area of listAreas()) {
      const shape = (of: (typeof LANGUAGES)[number]) =>
        Object.entries(readMessages(of, area)).map(([name, text]) => [
          name,
          argumentsOf(text)
            .map((each) => each.name)
            .sort(),
        ]);
      expect(shape(language), area).toEqual(shape('en'));
    }
  });

  it('are translated', () => {
    for (const language of LANGUAGES.filter((each) => each !== 'en')) {
      const texts = listAreas().flatMap((area) => {
        const english = readMessages('en', area);
        return Object.entries(readMessages(language, area)).map(([name, text]) => [
          text,
          english[name],
        ]);
      });
      const equal = texts.filter(([text, english]) => text === english);
      // Some words are the same in two languages.
      expect(equal.length / texts.length, language).toBeLessThan(0.15);
    }
  });
});

const FUNCTIONS = 'drizzle/functions';
const read = (file: string) => readFileSync(`${FUNCTIONS}/${file}`, 'utf8');

/** The names of the limits, which only the database knows. */
const LIMITS = [...read('workspaces/default-limits.sql').matchAll(/'([a-z_]+)', \d/g)].flatMap(
  ([, name]) => name ?? [],
);

/** The events of a booking: how it began, each act, and what happens to it otherwise. */
const EVENTS = [
  ...['held', 'requested', 'confirmed', 'walk_in', 'imported'],
  ...Object.keys(TRANSITIONS),
  ...['expired', 'undo', 'erase'],
];

/** The values of the API that a select is about, by message; a file's name, a dot and the message's. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'bookings.state': BOOKING_STATES,
  'floor.stateName': BOOKING_STATES,
  'conversations.event': EVENTS,
  'conversations.role': roleSchema.options,
  'conversations.abstained': ABSTENTIONS,
  'moods.label': EMOTION_LABELS,
  'moods.mood': BOOKING_MOODS,
  'operations.light': LIGHTS,
  'operations.level': LIGHTS,
  'operations.cause': CAUSES,
  'operations.signal': SIGNALS,
  'operations.operation': MEASURED,
  'operations.waitingKind': WAITING,
  'operations.job': JOB_KINDS,
  'operations.channel': JOB_CHANNELS,
  'problems.limitName': LIMITS,
  'settings.webhookState': webhookSchema.shape.status.options,
  'settings.outcomeOf': deliverySchema.shape.outcome.options,
};

it.each(LANGUAGES)('the selects in %s know each value of the API', (language) => {
  for (const [message, values] of Object.entries(VALUES)) {
    const [area = '', name = ''] = message.split('.');
    const [select] = parse(readMessages(language, area)[name] ?? '');
    if (select?.type !== 'select') throw new Error(`${message} is no select.`);
    const missing = values.filter((value) => select.cases.every(({ key }) => key !== value));
    const other = select.cases.find(({ key }) => key === 'other')?.tokens ?? [];
    // One value may be the other one, but a value that is shown as it is must have its own text.
    const isRaw = other.some(({ type }) => type === 'argument');
    expect(missing.slice(isRaw ? 0 : 1), message).toEqual([]);
  }
});
