/** The kinds of work of consumers and sweeps that set a failing subject apart, with the subject. */
export const WORKS = {
  plan_booking: 'a booking whose events are to be planned',
  plan_conversation: 'a conversation whose events are to be planned',
  replan_venue: 'a venue whose settings were changed',
  replan_booking: 'a booking of such a venue',
  claim_job: 'a job that is due',
  offer_waitlist: 'a venue at which parties wait',
  expire_hold: 'a hold that has expired',
  index_customer: 'a customer of an earlier version who is to be found in the guest book',
  extend_block: 'a block whose places are to be kept free further',
  fold_messages: 'a conversation whose messages are to be folded',
  walk_mood: 'a conversation whose mood is to be walked',
  delete_answer: 'an answer of an idempotency key that is to be deleted',
} as const;
export type Work = keyof typeof WORKS;
