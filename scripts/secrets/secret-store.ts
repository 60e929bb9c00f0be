import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../src/platform/ids.ts';
import { id, ids, instant, integer, text, texts } from '../../src/platform/parameter-kinds.ts';
import { statement } from '../../src/platform/statement.ts';

/** The columns of webhooks that hold encrypted secrets. */
export const SECRET_COLUMNS = ['secret', 'previous_secret'] as const;
type SecretColumn = (typeof SECRET_COLUMNS)[number];

/** A page of the webhooks' secrets, as hexadecimal text. */
export const selectWebhookSecrets = statement({
  params: { after: id<'webhook'>(), limit: integer },
  row: z.object({
    id: idSchema<'webhook'>(),
    secret: z.string(),
    previous_secret: z.string().nullable(),
  }),
  sql: (p) => sql`select id, encode(secret, 'hex') as secret,
         encode(previous_secret, 'hex') as previous_secret
    from webhooks where id > ${p.after} order by id limit ${p.limit}`,
});

/** Replaces secrets that are still stored as they were read. The rows are locked in the global order. */
const updateWebhookSecrets = (column: SecretColumn) =>
  statement({
    params: { webhooks: ids<'webhook'>(), stored: texts, renewed: texts },
    row: z.object({}),
    sql: (p) => sql`with locked as materialized (
      select w.id, n.renewed
        from unnest(${p.webhooks}, ${p.stored}, ${p.renewed}) as n (id, stored, renewed)
        join webhooks w on w.id = n.id and w.${sql.raw(column)} = decode(n.stored, 'hex')
       order by w.id
         for no key update of w
    )
    update webhooks w set ${sql.raw(column)} = decode(locked.renewed, 'hex')
      from locked where w.id = locked.id
    returning w.id`,
  });

export const UPDATES = {
  secret: updateWebhookSecrets('secret'),
  previous_secret: updateWebhookSecrets('previous_secret'),
};

const answerPosition = {
  createdAt: z.string(),
  workspace: idSchema<'workspace'>(),
  key: z.string(),
};

/** A page of the kept answers. Only answers of the last day exist, and an index has their times. */
export const selectAnswers = statement({
  params: { createdAt: instant, workspace: id<'workspace'>(), key: text, limit: integer },
  row: z.object({
    ...answerPosition,
    operation: z.string().nullable(),
    thing: z.string().nullable(),
    sealed: z.string().nullable(),
  }),
  sql: (p) => sql`select created_at::text as "createdAt", workspace_id as workspace, key, operation,
         thing_id as thing, answer ->> 'sealedSecret' as sealed
    from idempotency_keys
   where answer is not null
     and (created_at, workspace_id, key) > (${p.createdAt}, ${p.workspace}, ${p.key})
   order by created_at, workspace_id, key limit ${p.limit}`,
});

/** Replaces the secret in a kept answer, if it is still stored as it was read. */
export const updateAnswer = statement({
  params: { workspace: id<'workspace'>(), key: text, stored: text, renewed: text },
  row: z.object({}),
  sql: (p) => sql`update idempotency_keys
       set answer = jsonb_set(answer, '{sealedSecret}', to_jsonb(${p.renewed}))
     where workspace_id = ${p.workspace} and key = ${p.key}
       and answer ->> 'sealedSecret' = ${p.stored}
    returning 1`,
});
