import { z } from '@hono/zod-openapi';

/**
 * The characters of references. None looks like another one. Of those that look alike, 0 O Q D and 1 I L
 * are left out, and of 2 Z, 5 S, 6 G, 7 T, 8 B, M N and V W there is one each. Without vowels, K and Y
 * no reference reads as a word, as in Open Location Codes, which leave these letters out too.
 * new_reference_v1 has the same list.
 * @see https://github.com/google/open-location-code/blob/main/Documentation/Reference/Encoding.adoc
 */
export const REFERENCE_CHARACTERS = '23456789CFHJMPRWX';
const LENGTH = 6;
const FORM = new RegExp(`^[${REFERENCE_CHARACTERS}]{${LENGTH}}$`);

/** A reference as somebody has typed it, in small letters, with blanks or with hyphens. */
export const typedReferenceSchema = z
  .string()
  .max(64)
  .transform((typed) => typed.toUpperCase().replace(/[\s-]/g, ''))
  .refine((reference) => FORM.test(reference), {
    message: `must be ${LENGTH} of the characters ${REFERENCE_CHARACTERS}`,
  })
  .openapi({ type: 'string', maxLength: 64, example: 'H7C2MX' });

/** The reference of a booking in an answer. */
export const shownReferenceSchema = z.string().nullable().openapi({
  description:
    'A short text by which the guest can name the booking. It is unique within the venue. Null for a booking from before there were references; such a booking gets one when it changes.',
  example: 'H7C2MX',
});
