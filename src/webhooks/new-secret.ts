const SECRET_BYTES = 32;

/** A new secret as Standard Webhooks defines it: `whsec_` and base64 of 24 to 64 random bytes. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
