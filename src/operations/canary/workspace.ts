import { idSchema } from '../../platform/ids.ts';
import type { FollowUps } from '../../venues/follow-up-settings.ts';
import type { StoredHours } from '../../venues/opening-hours.ts';
import type { NewVenue } from '../../venues/venue.ts';

/** The workspace of the canary. delete_canary_v1 names it too. */
export const CANARY_WORKSPACE = idSchema<'workspace'>().parse(
  '00000000-0000-7000-8000-00000000ca01',
);
export const CANARY_KEY = idSchema<'key'>().parse('00000000-0000-7000-8000-00000000ca02');
export const CANARY_VENUE = idSchema<'venue'>().parse('00000000-0000-7000-8000-00000000ca03');
export const CANARY_TABLE = idSchema<'resource'>().parse('00000000-0000-7000-8000-00000000ca04');

/** What the canary's key may do: what its four requests need. */
export const CANARY_SCOPES = ['messages:write', 'messages:read', 'bookings:write'] as const;

/** The caller's id of the canary's only guest, who has no address. */
export const CANARY_GUEST = 'canary';

/** The time between two slots of the canary's venue, which is also how long a party stays. */
export const SLOT_MINUTES = 5;

/** Nothing is sent to the canary's guest. */
const NO_FOLLOW_UPS: FollowUps = {
  reminders: [],
  thankYouAfter: null,
  feedbackUrl: null,
  upsell: null,
  noShowAfter: null,
  channels: [],
};

/** The settings of the canary's venue, which is always open. */
export const CANARY_VENUE_SETTINGS = {
  slotInterval: SLOT_MINUTES,
  turnTimes: [{ maxParty: 2, minutes: SLOT_MINUTES }],
  horizonDays: 90,
  weeklyHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    opens: '00:00',
    closes: '00:00',
  })),
  followUps: NO_FOLLOW_UPS,
} satisfies Pick<NewVenue, 'slotInterval' | 'turnTimes' | 'horizonDays' | 'followUps'> & {
  weeklyHours: StoredHours['weekly'];
};
