import { customType } from 'drizzle-orm/pg-core';

/** Column types that drizzle does not define. */
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
export const tstzrange = customType<{ data: string }>({ dataType: () => 'tstzrange' });
