import { z } from '@hono/zod-openapi';
import { emailSchema } from '../platform/email-address.ts';
import { linesOfText } from '../platform/schemas.ts';

/** Characters that a URL parser removes or replaces, so that a URL with them is not what it says. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Z}]/u;

/** What guests are told about a venue besides its name. Null: it is not told. */
export const profileFields = {
  address: linesOfText(512).nullable().openapi({
    description: 'The postal address, in one or more lines. Email and calendar entries have it.',
    example: '12 rue des Lilas\n75020 Paris',
  }),
  phone: z.e164('must be a telephone number in E.164 form, like +33123456789').nullable().openapi({
    pattern: '^\\+[1-9]\\d{6,14}$',
    description: 'The telephone number in the form of E.164. Email has it.',
    example: '+33123456789',
  }),
  website: z
    .url({ protocol: /^https$/ })
    .max(1024)
    .refine((url) => !INVISIBLE.test(url), 'must not hold blanks or control characters')
    .nullable()
    .openapi({ description: 'A URL with `https`. Email has it.', example: 'https://example.com' }),
  replyTo: emailSchema.nullable().openapi({
    description:
      'The address to which guests’ answers to email go, and the organizer of calendar entries. Null: the address that email comes from.',
    example: 'tables@example.com',
  }),
  cancellationPolicy: linesOfText(4096).nullable().openapi({
    description:
      'What guests are told about cancelling, in their own words. Email about a coming visit has it. `cancellationCutoff` decides what is recorded as late.',
    example: 'Please cancel at least two hours before.',
  }),
};

/** The profile of a new venue. A field that is left out is null. */
export const newProfileFields = {
  address: profileFields.address.default(null),
  phone: profileFields.phone.default(null),
  website: profileFields.website.default(null),
  replyTo: profileFields.replyTo.default(null),
  cancellationPolicy: profileFields.cancellationPolicy.default(null),
};

const stored = z.string().nullable().default(null);

/**
 * The profile of a stored venue. An answer that was kept for an Idempotency-Key may be older than
 * these fields.
 */
export const storedProfileFields = {
  address: stored,
  phone: stored,
  website: stored,
  replyTo: stored,
  cancellationPolicy: stored,
};
