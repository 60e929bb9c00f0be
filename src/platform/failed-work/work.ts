/** The kinds of work of consumers and sweeps that set a failing subject apart, with the subject. */
export const WORKS = {
  plan_booking: 'a booking whose events are to be planned',
  plan_conversation: 'a conversation whose events are to be planned',
  replan_venue: 'a venue whose settings were changed',
  replan_booking: 'a booking of such a venue',
  claim_job: 'a job that is due',
  offer_waitlist: 'a venue at which parties wait',
  expire_hold: 'a hold that has expired',
} as const;
export type Work = keyof typeof WORKS;
