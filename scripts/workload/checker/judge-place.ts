import type { Venue } from '../furnish.ts';
import type { Success } from '../log.ts';
import { blocksAround, type Freed, isAnyFree, othersIn } from './places.ts';
import type { StoredEvent } from './records.ts';
import { plainly, type Verdict } from './rules.ts';
import type { Scene } from './scene.ts';
import { fitsIn, isInArea, isMeantFor, isNeeded } from './seating.ts';
import type { Tracked } from './tracked.ts';

const MINUTE = 60_000;

/** Judges the place that a booking gets: no other booking and no block has it, and its area is right. */
export function judgePlace(
  scene: Scene,
  booking: Tracked,
  before: Tracked | undefined,
  event: StoredEvent,
  request: Success['request'],
): void {
  const { at } = event;
  const { venue, area, resources, start, end } = booking;
  for (const other of othersIn(booking, at, scene.live)) {
    scene.find('overlap', event, `${other.id} has the place`);
  }
  const blocks = scene.blocksOf(venue);
  const freed = [...scene.freedIn(venue), ...freedByBlocks(scene, venue, at)];
  for (const block of blocksAround(booking, before, at, blocks, freed)) {
    scene.find('block', event, `lies in the block ${block.id}`);
  }
  const isInIt = area === null || isInArea(venue, resources, area.name);
  if (area?.required === true && !isInIt) {
    scene.find('area', event, `is not in the area ${area.name}, which it requires`);
  }
  const { bufferBefore, bufferAfter } = venue.plan;
  const span = { from: start - bufferBefore * MINUTE, to: end + bufferAfter * MINUTE };
  const isPlain = before === undefined && event.event !== 'walk_in' && !('resourceIds' in request);
  if (
    isPlain &&
    !isInIt &&
    !booking.isOffer &&
    !event.overrides.includes('party_size') &&
    isAnyFree(booking, span, area?.name, at, scene.live, blocks)
  ) {
    scene.find('area', event, `is not in the area ${area?.name}, where a place was free`);
  }
}

/** Another block may have been stored around a block that has ended now. */
function freedByBlocks(scene: Scene, venue: Venue, at: number): Freed[] {
  return scene
    .blocksOf(venue)
    .filter((block) => block.ended !== undefined && block.ended.sentAt <= at)
    .flatMap(({ resources, spans }) =>
      resources.flatMap((resource) => spans.map((span) => ({ resource, at, ...span }))),
    );
}

/** Whether the tables of a party are not meant for its size. */
export function judgeSize(
  scene: Scene,
  booking: Tracked,
  before: Tracked | undefined,
  event: StoredEvent,
  request: Success['request'],
): Verdict {
  const { venue, resources, partySize, start, end } = booking;
  const isChosen = request['resourceIds'] !== undefined;
  const isPart = before !== undefined && resources.every((id) => before.resources.includes(id));
  const isSamePlace = isPart && before.resources.length === resources.length;
  // A guest's party that gets smaller gives back tables. The staff's keeps all, or gets others.
  const isKept = isSamePlace || (isPart && event.key === scene.ran.guestKey);
  if (isChosen) {
    const isSameSize = isSamePlace && before.start === start && partySize <= before.partySize;
    if (event.key === scene.ran.guestKey && !isNeeded(venue, resources, partySize)) {
      if (!(isSamePlace && partySize === before.partySize)) {
        scene.find('party_size', event, 'a guest got tables that the party does not need');
      }
    }
    return plainly(!isSameSize && !fitsIn(venue, resources, partySize));
  }
  const isSameSlot = before?.start === start && partySize <= before.partySize;
  if (isKept && (isSameSlot || fitsIn(venue, resources, partySize))) return plainly(false);
  const isBroken = !isMeantFor(venue, resources, partySize);
  if (isBroken && before === undefined && event.overrides.includes('party_size')) {
    const { bufferAfter, bufferBefore } = venue.plan;
    const span = { from: start - bufferBefore * MINUTE, to: end + bufferAfter * MINUTE };
    const area = booking.area?.required === true ? booking.area.name : undefined;
    const blocks = scene.blocksOf(venue);
    if (isAnyFree(booking, span, area, event.at, scene.live, blocks)) {
      scene.find('override', event, 'party_size, although a table for the party was free');
    }
  }
  return plainly(isBroken);
}
