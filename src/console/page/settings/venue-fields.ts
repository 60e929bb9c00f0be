import * as m from 'messages:settings';
import type { Venue } from '../../../client/index.ts';

type NameOf<Value> = {
  [Name in keyof Venue]-?: Venue[Name] extends Value ? Name : never;
}[keyof Venue];

interface Setting<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly hint?: string;
}

/** A number that may be left out where it may be null. */
export type NumberSetting = Setting<NameOf<number | null>>;
export type TextSetting = Setting<NameOf<string | null>> & { readonly isLong?: true };

interface Group {
  readonly title: string;
  readonly texts: readonly TextSetting[];
  readonly numbers: readonly NumberSetting[];
}

/** The settings of a venue as they are shown, without those that have a form of their own. */
export const GROUPS: readonly Group[] = [
  {
    title: m.profile,
    texts: [
      { name: 'name', label: m.name },
      { name: 'phone', label: m.phone, hint: m.phoneHint },
      { name: 'website', label: m.website },
      { name: 'replyTo', label: m.replyTo, hint: m.replyToHint },
      { name: 'address', label: m.address, isLong: true },
      { name: 'cancellationPolicy', label: m.policy, hint: m.policyHint, isLong: true },
    ],
    numbers: [],
  },
  {
    title: m.bookingRules,
    texts: [],
    numbers: [
      { name: 'slotInterval', label: m.slotInterval },
      { name: 'leadTime', label: m.leadTime },
      { name: 'horizonDays', label: m.horizonDays },
      { name: 'lastSeating', label: m.lastSeating, hint: m.lastSeatingHint },
      { name: 'bufferBefore', label: m.bufferBefore },
      { name: 'bufferAfter', label: m.bufferAfter },
      { name: 'pacingParties', label: m.pacingParties, hint: m.noLimitHint },
      { name: 'pacingCovers', label: m.pacingCovers, hint: m.noLimitHint },
      { name: 'cancellationCutoff', label: m.cancellationCutoff },
      { name: 'holdSeconds', label: m.holdSeconds },
    ],
  },
  {
    title: m.guestLimits,
    texts: [],
    numbers: [
      { name: 'guestBookings', label: m.guestBookings, hint: m.noLimitHint },
      { name: 'guestBookingsPerDay', label: m.guestBookingsPerDay, hint: m.noLimitHint },
      { name: 'guestHolds', label: m.guestHolds, hint: m.noLimitHint },
      { name: 'approvalFrom', label: m.approvalFrom, hint: m.approvalFromHint },
      { name: 'approvalMinutes', label: m.approvalMinutes },
    ],
  },
  {
    title: m.service,
    texts: [],
    numbers: [
      { name: 'seatingWindow', label: m.seatingWindow },
      { name: 'lateGrace', label: m.lateGrace },
      { name: 'undoMinutes', label: m.undoMinutes },
      { name: 'offerSeconds', label: m.offerSeconds },
    ],
  },
];
