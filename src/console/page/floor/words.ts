import * as m from 'messages:floor';
import type { Floor, FloorBlock, FloorBooking, Resource } from '../../../client/index.ts';
import { timeOf } from '../time.ts';
import type { Bar, Mark, Party } from './floor-data.ts';

/** A sign for each state, so that colour is not the only difference. */
export const SIGNS: Readonly<Record<FloorBooking['state'], string>> = {
  held: '…',
  requested: '?',
  confirmed: '○',
  seated: '●',
  finished: '✓',
  cancelled: '✕',
  declined: '✕',
  no_show: '∅',
  expired: '✕',
};

/** How a party is called on the floor. */
export function nameOf(party: Party): string {
  const name = party.guest?.name;
  if (name) return name;
  return 'walkIn' in party && party.walkIn ? m.walkInName : m.noName;
}

export const stateText = (state: FloorBooking['state']) => m.stateName({ state });
export const markText = (mark: Mark) => m.mark({ mark });

/** The names of the resources of a booking, such as “Table 1 + Table 2”. */
export const placeText = ({ resources }: Pick<FloorBooking, 'resources'>) =>
  resources.map(({ name }) => name).join(' + ');

/** For how many guests a resource is meant, such as “2–4”. */
export const sizeText = ({ minParty, maxParty }: Pick<Resource, 'minParty' | 'maxParty'>) =>
  minParty === maxParty ? String(maxParty) : `${minParty}–${maxParty}`;

export const spanText = ({ start, end }: { start: string; end: string }, zone: string) =>
  `${timeOf(start, zone)}–${timeOf(end, zone)}`;

/** Says that a party is larger than its place. */
export const shortText = ({ partySize: guests }: FloorBooking, seats: number) =>
  `⚠ ${m.tooMany({ guests, seats })}`;

/** What a screen reader says about a bar. */
export function barText({ booking, mark, seats }: Bar, zone: string): string {
  const words = [
    ...[nameOf(booking), m.guests({ count: booking.partySize }), spanText(booking, zone)],
    ...[placeText(booking), stateText(booking.state), mark && markText(mark)],
    seats !== undefined && shortText(booking, seats),
  ];
  return words.filter(Boolean).join(', ');
}

/** A mood in words. @param mood from -1 to 1 */
export const moodText = (mood: number) =>
  m.moodName({ mood: mood <= -0.25 ? 'bad' : mood >= 0.25 ? 'good' : 'even' });

/** Whether a text that is searched for is in the name, the reference or the place of a booking. */
export function isFound(booking: FloorBooking, text: string): boolean {
  const words = `${nameOf(booking)} ${booking.reference ?? ''} ${placeText(booking)}`;
  return words.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
}

/** What a block closes. */
export function placeOfBlock(
  { resources }: Pick<Floor, 'resources'>,
  block: Pick<FloorBlock, 'all' | 'area' | 'resourceIds'>,
): string {
  if (block.all) return m.wholeVenue;
  if (block.area !== null) return m.wholeArea({ name: block.area });
  const blocked = resources.filter(({ id }) => block.resourceIds?.includes(id));
  return blocked.map(({ name }) => name).join(', ');
}
