/** The database URL is not one of PostgreSQL. The message contains no part of the URL. */
export class DatabaseUrlInvalid extends Error {
  override readonly name = 'DatabaseUrlInvalid';
}

/**
 * Reads the URL of a PostgreSQL database.
 * @throws DatabaseUrlInvalid when the scheme, the user, the host or the database is missing
 */
export function parseDatabaseUrl(text: string): URL {
  const url = URL.parse(text);
  const isComplete =
    url !== null &&
    /^postgres(ql)?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    url.username !== '' &&
    url.pathname.length > 1;
  if (isComplete) return url;
  throw new DatabaseUrlInvalid(
    'The database URL is not valid. It must look like postgres://user:password@host/database.',
  );
}
