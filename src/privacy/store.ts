import { sql } from 'drizzle-orm';
import { text } from '../platform/parameter-kinds.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { erasureSchema } from './erasure.ts';

/** Erases a customer; see erase_customer_v1. The body is null for an unknown customer. */
export const eraseCustomer = callerStatement({
  params: { customer: text },
  body: erasureSchema,
  sql: (
    p,
  ) => sql`select erase_customer_v1(workspace_id, customer_id_v1(workspace_id, ${p.customer}))
      from caller`,
  once: { status: 200 },
});
