import type pg from 'pg';
import { upsertMessage } from '../../src/conversations/upsert-store.ts';
import { foldPending, selectPending } from '../../src/emotions/fold-store.ts';
import { selectDueMoods } from '../../src/emotions/mood-store.ts';
import { selectOverdue } from '../../src/emotions/store.ts';
import type { ConversationId } from '../../src/platform/ids.ts';
import { arrayLiteral, type Wire } from '../../src/platform/parameter-kinds.ts';
import {
  encodeValues,
  type Params,
  type Statement,
  type Values,
} from '../../src/platform/statement.ts';
import { measureUsage } from '../../src/workspaces/limits/usage-store.ts';
import { statementsOfCallers, valuesOf } from '../../test/races/caller-statements.ts';
import { upsertValues } from '../messages/upsert.ts';
import { KEY_ID, WORKSPACE_ID } from '../seed.ts';
import { END_MS, PENDING, START_MS, YEARS_DAYS, YEARS_ID } from './seed.ts';

/** A statement as the Worker sends it. `make` gives the values of one execution. */
export interface Measured {
  readonly name: string;
  readonly text: string;
  make(): unknown[];
}

const iso = (ms: number) => new Date(ms).toISOString();
const week = { from: iso(START_MS), to: iso(END_MS) };
const ofWeek = { ...week, interval: 'day', timeZone: 'UTC' };
const mood = { negative: -350, positive: 100 };
const caller = { key: KEY_ID, workspace: WORKSPACE_ID };
const years = { key: YEARS_ID, workspace: YEARS_ID };

/** Reads of a request: what is measured, the statement, its values, and who asks. */
type Read = readonly [name: string, statement: string, values: object, of?: typeof caller];

const readsOf = (conversation: string, customer: string): readonly Read[] => [
  ['emotions of the workspace, the week by day', 'selectWorkspaceEmotions', ofWeek],
  ['the same in Europe/Paris', 'selectWorkspaceEmotions', { ...ofWeek, timeZone: 'Europe/Paris' }],
  ['the same by hour', 'selectWorkspaceEmotions', { ...ofWeek, interval: 'hour' }],
  ['emotions of a customer', 'selectCustomerEmotions', { customer, window: 10 }],
  ['emotions of a conversation', 'selectConversationEmotions', { conversation, window: 10 }],
  ['outcomes of a day', 'selectOutcomes', { ...mood, from: iso(END_MS - 86_400_000), to: week.to }],
  ['outcomes of the week', 'selectOutcomes', { ...mood, ...week }],
  ['conversations', 'selectConversations', {}],
  ['conversations in need of attention', 'selectConversationsInNeed', {}],
  ['the same with another channel', 'selectConversationsInNeed', { channel: 'sms' }],
  ['conversations of a customer', 'selectCustomerConversations', { customer }],
  ['a conversation', 'selectConversation', { conversation }],
  ['messages of a conversation', 'selectMessagesAfter', { conversation, seq: 0 }],
  ['a page of the export of a customer', 'selectExport', { customer }],
  ['limits and their use', 'selectLimits', {}],
];

/** Of the workspace of {@link YEARS_ID}. */
const OF_YEARS: readonly Read[] = [
  [
    'emotions of another workspace, two years by day',
    'selectWorkspaceEmotions',
    {
      ...{ from: iso(END_MS - YEARS_DAYS * 86_400_000), to: week.to, interval: 'day' },
      timeZone: 'Europe/Paris',
    },
    years,
  ],
];

function background<P extends Params, Row>(
  name: string,
  { text, ...statement }: Statement<P, Row>,
  values: Values<P>,
): Measured {
  return { name, text, make: () => encodeValues(statement, values) };
}

/**
 * The statements to measure in a database.
 * @param conversations how many conversations are seeded
 * @param hasYears whether the statistics of two years are seeded
 */
export async function measuredIn(
  client: pg.Client,
  conversations: number,
  hasYears: boolean,
): Promise<Measured[]> {
  const middle = Math.floor(conversations / 2);
  const reads = readsOf(`conversation-${middle}`, `guest-${Math.floor(middle / 2)}`);
  const statements = await statementsOfCallers();
  const ofCallers = (hasYears ? [...reads, ...OF_YEARS] : reads).map(
    ([name, statement, values, of = caller]): Measured => {
      const [found] = statements.get(statement) ?? [];
      if (found === undefined) throw new Error(`no statement ${statement}`);
      const sent = valuesOf(found, of, { ...values }) as Wire[];
      return {
        name,
        text: 'select run_prepared_v1($1, $2)',
        make: () => [found.text, arrayLiteral(sent)],
      };
    },
  );
  const { rows } = await client.query<{ conversation_id: ConversationId; seq: number }>(
    `select conversation_id, seq from messages where emotion_state = 'pending' limit ${PENDING}`,
  );
  const keys = {
    conversations: rows.map(({ conversation_id }) => conversation_id),
    seqs: rows.map(({ seq }) => seq),
  };
  const reading = {
    ...({ label: 'joy', valence: 700, model_version: 'seed', confidence: 900 } as const),
    ...{ abstained: null, probabilities: null },
  };
  return [
    storing(conversations),
    background('find 100 pending messages and their moods', selectPending, { ...keys, most: 200 }),
    background('fold 100 messages', foldPending, {
      given: rows.map((key) => ({ ...key, ...reading })),
      ...{ ahead: [], samples: [] },
    }),
    background('find overdue messages', selectOverdue, { olderThan: '1 minute', limit: 1000 }),
    background('find moods to walk', selectDueMoods, { olderThan: '1 minute', limit: 1000 }),
    background('estimate the storage', measureUsage, { pages: 200, workspaces: 5000 }),
    ...ofCallers,
  ];
}

/** Stores a message of a customer in a conversation at random. */
function storing(conversations: number): Measured {
  return {
    name: 'store a message',
    text: upsertMessage.text,
    make: () => {
      const n = Math.floor(Math.random() * conversations);
      const values = upsertValues({
        ...{ callerKey: KEY_ID, callerWorkspace: WORKSPACE_ID, role: 'customer' },
        ...{ conversationId: crypto.randomUUID(), conversation: `conversation-${n}` },
        guest: JSON.stringify({ id: `guest-${Math.floor(n / 2)}` }),
        ...{ id: crypto.randomUUID(), digest: '00'.repeat(32) },
        text: 'A table for two at seven, please, if you have one by the window.',
      });
      return upsertMessage.names.map((name) => values[name] ?? null);
    },
  };
}
