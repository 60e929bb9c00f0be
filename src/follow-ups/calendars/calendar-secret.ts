import { toBase64Url } from '../../platform/base64url.ts';

const SECRET_BYTES = 32;
const FORMAT = /^[\w-]{43}$/;

/** A new secret for the URL of a venue's calendar: 32 random bytes as base64url. */
export function newCalendarSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** Whether a text has the form of a secret. */
export const isCalendarSecret = (text: string): boolean => FORMAT.test(text);

/** The SHA-256 of a secret, which the database stores instead of the secret. */
export async function hashCalendarSecret(secret: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(secret);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
