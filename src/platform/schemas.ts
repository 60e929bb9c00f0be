import { z } from '@hono/zod-openapi';

const encoder = new TextEncoder();

/** PostgreSQL stores no NUL, and a lone surrogate has no UTF-8: both are refused, not altered. */
const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed();
const NOT_STORABLE = 'must not hold NUL characters or lone surrogates';

/** Text that can be stored unchanged, of 1 to `maxBytes` bytes of UTF-8. */
export function storableText(maxBytes: number) {
  return z
    .string()
    .min(1)
    .refine(isStorable, NOT_STORABLE)
    .refine((text) => text.length * 3 <= maxBytes || encoder.encode(text).length <= maxBytes, {
      message: `must be at most ${maxBytes} bytes of UTF-8`,
    })
    .openapi({ maxLength: maxBytes });
}

/** An id that the caller chose: 1 to 128 visible characters. */
export const callerIdSchema = z
  .string()
  .min(1)
  .max(128)
  .refine(isStorable, NOT_STORABLE)
  .refine((id) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(id), 'must not hold control characters');

/** A JSON object of at most `maxBytes` bytes once written, and of some levels at most. */
export function storableObject(maxBytes: number) {
  return z
    .record(z.string(), z.unknown())
    .refine((value) => isStorableJson(value, MAX_LEVELS), {
      message: `${NOT_STORABLE}, numbers out of range or more than ${MAX_LEVELS} levels`,
      abort: true,
    })
    .refine((value) => encoder.encode(JSON.stringify(value)).length <= maxBytes, {
      message: `must be at most ${maxBytes} bytes of JSON`,
    });
}

const MAX_LEVELS = 32;

/** Bounded in depth, as a body may nest deeper than any stack. */
function isStorableJson(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return isStorable(value);
  // JSON may say 1e999, which is read as infinite and could not be written again.
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return (
    levels > 0 &&
    Object.entries(value).every(
      ([key, inner]) => isStorable(key) && isStorableJson(inner, levels - 1),
    )
  );
}

const EARLIEST = Date.UTC(2000, 0, 1);

/** A point in time with its offset (ISO 8601), not before the year 2000; read as a UTC instant. */
export const instantSchema = z.iso
  .datetime({ offset: true, message: 'must be ISO 8601 with an offset, like 2026-11-23T18:30:00Z' })
  .refine((text) => Date.parse(text) >= EARLIEST, 'must not be before the year 2000')
  .transform((text) => new Date(text).toISOString())
  .openapi({ type: 'string', format: 'date-time' });

/** An IANA time zone that this runtime knows. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, like Europe/Paris')
  .openapi({ example: 'Europe/Paris' });

function isTimeZone(name: string): boolean {
  // Intl also takes offsets like +02:00, which are no zones with rules of their own.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A BCP 47 language tag. */
export const localeSchema = z
  .string()
  .max(64)
  .refine(isLocale, 'must be a BCP 47 language tag, like en-GB')
  .openapi({ example: 'en-GB' });

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Who a conversation or a booking is with: what is said updates what is known. */
export const guestSchema = z.strictObject({
  id: callerIdSchema,
  name: storableText(256).optional(),
  email: z.email().max(254).optional(),
  phone: storableText(32).optional(),
  locale: localeSchema.optional(),
  timeZone: timeZoneSchema.optional(),
});
