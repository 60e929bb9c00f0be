import type { Booking } from '../answers.ts';
import { post } from '../api.ts';
import { made, refused, refusedWithTimes, shown } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';
import type { Booked } from './telephone.ts';
import { timeOf } from './tomorrow.ts';

/** What Maria needs to know of the evening so far. */
export interface SoFar extends Pick<Booked, 'ines' | 'omar'> {
  readonly mira: Booking;
  /** The party that sits at the table of Ines. */
  readonly tom: Booking;
  /** A booking of tomorrow. */
  readonly zoe: Booking;
}

/** What Maria has written down at the end of this part. */
export interface Written {
  /** A party that was written into the book after its start. */
  readonly hugo: Booking;
  /** The four guests who got the table of Mira. */
  readonly four: Booking;
}

/** Parties that are late, do not come, or cancel at the last moment. */
export async function waitForLateParties(
  stage: Stage,
  house: Restaurant,
  { ines, omar, mira, tom, zoe }: SoFar,
): Promise<Written> {
  const { maria, guest, venueId } = house;
  const { clock } = stage;
  const act = (booking: Booking, name: string, more: object = {}) =>
    post(maria, `/v1/bookings/${booking.id}/${name}`, { ...more, actor: 'Maria' });
  stage.part('Late, early and not at all');

  await stage.act(
    act(zoe, 'seat'),
    'seats Zoe, who comes tomorrow: it is the wrong line of the list',
    refused('too_early'),
  );
  await stage.act(
    act(omar, 'no-show'),
    'counts Omar as a no-show, before his time',
    refused('too_early'),
  );
  const paper = { venueId, partySize: 2, start: clock.quarter(-4), customer: guest('Hugo') };
  const hugo = await stage.act(
    post(maria, '/v1/bookings', { ...paper, override: ['lead_time'], actor: 'Maria' }),
    `finds Hugo on a slip of paper, for ${clock.time(clock.quarter(-4))}, and writes him down`,
    made('confirmed, Table 2'),
  );
  await stage.act(act(hugo, 'no-show'), 'counts Hugo as a no-show', shown('no_show, Table 2'));
  await stage.act(
    act(hugo, 'undo'),
    'undoes that, because Hugo rings up',
    shown('confirmed, Table 2'),
  );
  await stage.act(
    act(hugo, 'late', { expectedAt: clock.quarter(1) }),
    `notes that Hugo comes at ${clock.time(clock.quarter(1))}`,
    shown('late', ({ late }) => (late ? 'late' : 'not late')),
  );
  await stage.act(
    act(hugo, 'no-show'),
    'cannot count him as a no-show before that time',
    refused('too_early'),
  );
  await stage.act(act(hugo, 'seat'), 'seats Hugo', shown('seated, Table 2'));

  await stage.act(
    act(ines, 'late', { expectedAt: clock.quarter(5) }),
    'hears that Ines will be late',
    shown('late', ({ late }) => (late ? 'late' : 'not late')),
  );
  await stage.act(act(tom, 'finish'), 'sees Tom leave', shown('finished, Table 1'));
  await stage.act(
    act(ines, 'seat'),
    'seats Ines, who is there after all',
    shown('seated, not late', ({ state, late }) => `${state}, ${late ? 'late' : 'not late'}`),
  );

  await stage.act(
    act(mira, 'cancel', { reason: 'a cold' }),
    'cancels for Mira, an hour before and so late',
    shown('cancelled, late', (cancelled) => `${cancelled.state}, ${timeOf(cancelled)}`),
  );
  const walkIn = { venueId, partySize: 4, walkIn: true, actor: 'Maria' };
  const four = await stage.act(
    post(maria, '/v1/bookings', walkIn),
    'gives her table to four guests who walk in',
    made('seated, Table 4'),
  );
  await stage.act(
    act(mira, 'undo'),
    'tries to undo it when Mira feels better',
    refusedWithTimes('slot_taken', clock),
  );
  return { hugo, four };
}
