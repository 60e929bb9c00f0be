import { join } from 'node:path';
import { z } from 'zod';
import { bookingResultsSchema } from '../../bench/bookings/results.ts';
import { medianOf } from '../../bench/interval.ts';
import { messageResultsSchema } from '../../bench/messages/results.ts';
import { type Pair, readResults } from '../../bench/results.ts';
import type { Floor, Floors } from './input.ts';

const machineSchema = z.object({
  machine: z.object({ cpu: z.string(), cores: z.number(), node: z.string() }),
});
type Results = z.infer<typeof machineSchema> & {
  readonly pairs: readonly Pair[];
  readonly measured: Readonly<Record<string, string>>;
};

/** Where the benchmark keeps its results, from the root of the repository. */
const FOLDER = 'bench/results';

/**
 * Reads the floors from the results of the benchmark. Null is a floor that was not measured.
 * @param root the folder of the repository
 * @param roundTripMs a floor that was measured with this round trip is preferred
 */
export function readFloors(root: string, roundTripMs: number | null): Floors {
  const [messages, bookings] = ['messages.json', 'bookings.json'].map(
    (name) => `${FOLDER}/${name}`,
  );
  const read = <Schema extends z.ZodType<Omit<Results, 'machine'>>>(
    file: string | undefined,
    schema: Schema,
    part: string,
  ) => {
    if (file === undefined) return null;
    const found = readResults(join(root, file), machineSchema.and(schema));
    return found === undefined ? null : floorOf(found, part, file, roundTripMs);
  };
  return {
    store_message: read(messages, messageResultsSchema, 'turns'),
    confirm_booking: read(bookings, bookingResultsSchema, 'bookingTurns'),
  };
}

/** The floor in the turns of the gates: the medians of all turns of the variant `floor`. */
export function floorOf(
  { machine, pairs, measured }: Results,
  part: string,
  file: string,
  roundTripMs: number | null,
): Floor | null {
  const all = pairs.filter(({ other }) => other === 'floor');
  const pair = all.find(({ delayMs }) => delayMs === roundTripMs) ?? all[0];
  const turns = pair?.turns.filter(({ variant }) => variant === 'floor') ?? [];
  const p50 = medianOf(turns.map((turn) => turn.p50));
  const p95 = medianOf(turns.map((turn) => turn.p95));
  if (pair === undefined || p50 === null || p95 === null) return null;
  return {
    ...{ p50, p95, turns: turns.length, clients: pair.clients, roundTripMs: pair.delayMs },
    requests: turns.reduce((sum, { requests }) => sum + requests, 0),
    date: measured[part] ?? 'a date that was not recorded',
    machine: `${machine.cores} cores of an ${machine.cpu}, Node ${machine.node}`,
    file,
  };
}
