import { customType } from 'drizzle-orm/pg-core';

/** Column types that drizzle has no word for. */
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
export const tstzrange = customType<{ data: string }>({ dataType: () => 'tstzrange' });
