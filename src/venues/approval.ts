import { z } from '@hono/zod-openapi';

/** Which bookings of a venue need its approval. */
export const approvalFields = {
  approvalFrom: z.int().min(1).max(1000).nullable().openapi({
    description:
      'The smallest party whose booking the venue has to approve; 1: every booking; null: none. Such a booking is `requested`, unless a key with `bookings:staff` makes it.',
  }),
  approvalMinutes: z.int().min(5).max(20_160).openapi({
    description:
      'For how many minutes a request holds its place and waits for an answer. It never waits past its start.',
  }),
};

/** A new venue approves no bookings. */
export const newApprovalFields = {
  approvalFrom: approvalFields.approvalFrom.default(null),
  approvalMinutes: approvalFields.approvalMinutes.default(1440),
};

/**
 * The settings of a stored venue. An answer that was kept for an Idempotency-Key may be older than these
 * fields.
 */
export const storedApprovalFields = newApprovalFields;
