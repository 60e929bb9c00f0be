import { customType } from 'drizzle-orm/pg-core';

/** Column types that drizzle does not define. */
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
export const tstzrange = customType<{ data: string }>({ dataType: () => 'tstzrange' });
/** A text that is ordered by its bytes, so that an index serves the texts that begin with a prefix. */
export const textByBytes = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });
