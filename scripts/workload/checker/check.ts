import type { Finding } from '../log.ts';
import type { Target } from '../target.ts';
import type { Ran } from '../workload.ts';
import { checkAnswers } from './answers.ts';
import { checkBlocks } from './blocks.ts';
import { checkGuests } from './guests.ts';
import { readRecords } from './records.ts';
import { Replay } from './replay.ts';
import { checkPlaces } from './tables.ts';

/** What a checker found out about a workload. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly bookings: number;
  readonly events: number;
  readonly blocks: number;
  readonly merges: number;
  /** How many events broke each rule with an override on record. */
  readonly overrides: ReadonlyMap<string, number>;
  /** How many deadlocks the server has logged. */
  readonly deadlocks: number;
}

/**
 * Judges a workload that has ended. The checker reads tables and answers, and judges them by rules that
 * are written from docs/guides/bookings.md. It calls no function of the product.
 */
export async function checkWorkload(target: Target, ran: Ran): Promise<Verdict> {
  const records = await readRecords(target);
  const replay = new Replay(ran, records).run();
  const findings = [
    ...ran.log.findings,
    ...replay.scene.findings,
    ...checkAnswers(replay),
    ...checkBlocks(replay),
    ...(await checkPlaces(target, replay)),
    ...(await checkGuests(target, replay)),
  ];
  return {
    findings,
    bookings: records.bookings.size,
    events: records.events.length,
    blocks: replay.scene.blocks.length,
    merges: records.merges.length,
    overrides: replay.scene.overrides,
    deadlocks: target.log().match(/deadlock detected/g)?.length ?? 0,
  };
}
