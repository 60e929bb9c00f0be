import { fileURLToPath } from 'node:url';
import { type Cipher, createCipher, type SecretOwner } from '../src/platform/cipher.ts';
import { type Database, openDatabaseForScript } from '../src/platform/database.ts';
import { idSchema, newId, type WebhookId, type WorkspaceId } from '../src/platform/ids.ts';
import { readSecretRing } from '../src/platform/secret-ring.ts';
import type { Params, Statement } from '../src/platform/statement.ts';
import { runOnDatabase } from './run-on-database.ts';
import {
  SECRET_COLUMNS,
  selectAnswers,
  selectWebhookSecrets,
  UPDATES,
  updateAnswer,
} from './secrets/secret-store.ts';

// `npm run secrets:reencrypt` encrypts the stored secrets anew with the current secret of the ring:
// those of webhooks, and those in the answers that are kept for Idempotency-Keys. It works in pages
// and skips secrets that have the newest form, so a run that was stopped can be started again.

/** How many rows a statement reads at most. */
const PAGE = 500;

/** How often rows that have changed meanwhile are tried again. */
const MOST_ROUNDS = 10;

export interface Reencrypted {
  /** How many secrets have been encrypted anew. */
  webhooks: number;
  answers: number;
  /** The secrets that none of the given secrets decrypts. */
  unreadable: SecretOwner[];
}

interface Change {
  readonly stored: string;
  readonly renewed: string;
}

/** What the secrets belong to that answers of these operations contain. */
const PURPOSES: Readonly<Record<string, SecretOwner['purpose']>> = {
  createWebhook: 'webhook',
  rotateWebhookSecret: 'webhook',
  createVenueCalendar: 'calendar',
};
const NIL = '00000000-0000-0000-0000-000000000000';

/** Encrypts all stored secrets anew that do not have the newest form. */
export async function reencryptSecrets(database: Database, cipher: Cipher): Promise<Reencrypted> {
  const total: Reencrypted = { webhooks: 0, answers: 0, unreadable: [] };
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const unreadable: SecretOwner[] = [];
    const webhooks = await renewWebhooks(database, cipher, unreadable);
    const answers = await renewAnswers(database, cipher, unreadable);
    total.webhooks += webhooks.renewed;
    total.answers += answers.renewed;
    total.unreadable = unreadable;
    if (webhooks.changed + answers.changed === 0) break;
  }
  return total;
}

type RowOf<Wanted> = Wanted extends Statement<Params, infer Row> ? Row : never;

/** How many secrets were renewed, and how many had changed since they were read. */
type Round = Record<'renewed' | 'changed', number>;

async function renewWebhooks(
  database: Database,
  cipher: Cipher,
  unreadable: SecretOwner[],
): Promise<Round> {
  const round: Round = { renewed: 0, changed: 0 };
  for (let after: WebhookId | undefined = idSchema<'webhook'>().parse(NIL); after !== undefined; ) {
    const page: readonly RowOf<typeof selectWebhookSecrets>[] = await database.run(
      selectWebhookSecrets,
      { after, limit: PAGE },
    );
    for (const column of SECRET_COLUMNS) {
      const changes: (Change & { webhook: WebhookId })[] = [];
      for (const row of page) {
        const owner = { purpose: 'webhook', id: row.id } as const;
        const change = await renew(cipher, owner, row[column], unreadable);
        if (change !== undefined) changes.push({ ...change, webhook: row.id });
      }
      if (changes.length === 0) continue;
      const updated = await database.run(UPDATES[column], {
        webhooks: changes.map(({ webhook }) => webhook),
        stored: changes.map(({ stored }) => stored),
        renewed: changes.map(({ renewed }) => renewed),
      });
      round.renewed += updated.length;
      round.changed += changes.length - updated.length;
    }
    after = page.at(-1)?.id;
  }
  return round;
}

async function renewAnswers(
  database: Database,
  cipher: Cipher,
  unreadable: SecretOwner[],
): Promise<Round> {
  const round: Round = { renewed: 0, changed: 0 };
  let after: { createdAt: string; workspace: WorkspaceId; key: string } | undefined = {
    createdAt: '-infinity',
    workspace: newId(),
    key: '',
  };
  while (after !== undefined) {
    const { createdAt, workspace, key } = after;
    const page: readonly RowOf<typeof selectAnswers>[] = await database.run(selectAnswers, {
      createdAt,
      workspace,
      key,
      limit: PAGE,
    });
    for (const row of page) {
      if (row.sealed === null || row.thing === null) continue;
      const purpose = PURPOSES[row.operation ?? ''];
      if (purpose === undefined)
        throw new Error(`whose secret is in an answer of ${row.operation}?`);
      const change = await renew(cipher, { purpose, id: row.thing }, row.sealed, unreadable);
      if (change === undefined) continue;
      const values = { workspace: row.workspace, key: row.key, ...change };
      const updated = await database.run(updateAnswer, values);
      round.renewed += updated.length;
      round.changed += 1 - updated.length;
    }
    after = page.at(-1);
  }
  return round;
}

/** The secret in its newest form; undefined when it has that form, or cannot be decrypted. */
async function renew(
  cipher: Cipher,
  owner: SecretOwner,
  stored: string | null,
  unreadable: SecretOwner[],
): Promise<Change | undefined> {
  // A deleted webhook has an empty secret.
  if (stored === null || stored === '' || cipher.isCurrent(stored)) return undefined;
  const secret = await cipher.decrypt(owner, stored).catch(() => undefined);
  if (secret !== undefined) return { stored, renewed: await cipher.encrypt(owner, secret) };
  unreadable.push(owner);
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const ring = readSecretRing(process.env);
  if (typeof ring === 'string') {
    console.error(`Set the variables to the values of the deployed Worker. ${ring}`);
    process.exit(2);
  }
  await runOnDatabase('whose secrets to encrypt anew', async (url) => {
    const database = openDatabaseForScript({ url, timeoutMs: 60_000 });
    const { webhooks, answers, unreadable } = await reencryptSecrets(database, createCipher(ring));
    console.log(`encrypted anew: ${webhooks} secrets of webhooks, ${answers} in kept answers`);
    for (const { purpose, id: row } of unreadable) {
      console.error(`cannot be decrypted with these secrets: ${purpose} ${row}`);
    }
    if (unreadable.length > 0) process.exit(1);
  });
}
