import { z } from 'zod';
import type { Send } from './client.ts';
import { APPROVAL_MINUTES, HOLD_SECONDS, OFFER_SECONDS, VENUES, type VenuePlan } from './plans.ts';
import type { Target } from './target.ts';
import { addDays, localDate } from './zones.ts';

/** A venue that was made, with its plan. */
export interface Venue {
  readonly id: string;
  readonly plan: VenuePlan;
  /** In the order of `plan.tables`. */
  readonly resources: readonly string[];
  /** The local date on which the exceptions of the plan count from. */
  readonly today: string;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Makes the venues of the workload through the API, with a key that has every scope. */
export async function furnish(target: Target, send: Send): Promise<Venue[]> {
  const make = async (method: string, path: string, body: object): Promise<string> => {
    const reply = await send({ method, path, body });
    if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
    return z.string().parse(reply.body['id']);
  };
  const venues: Venue[] = [];
  for (const plan of VENUES) {
    const { week, exceptions, tables, combinations, ...settings } = plan;
    const today = localDate(Date.now(), plan.timeZone);
    const id = await make('POST', '/v1/venues', settings);
    await make('PUT', `/v1/venues/${id}/hours`, {
      weekly: week.flatMap((periods, at) =>
        periods.map((period) => ({ weekday: WEEKDAYS[at], ...period })),
      ),
      exceptions: exceptions.map(({ inDays, periods }) => ({
        date: addDays(today, inDays),
        periods,
      })),
    });
    const resources: string[] = [];
    for (const { area, ...sizes } of tables) {
      const name = `T${resources.length}`;
      const table = { name, ...sizes, ...(area === undefined ? {} : { area }) };
      resources.push(await make('POST', `/v1/venues/${id}/resources`, table));
    }
    for (const { members, ...sizes } of combinations) {
      const resourceIds = members.map((member) => resources[member]);
      await make('POST', `/v1/venues/${id}/combinations`, { resourceIds, ...sizes });
    }
    venues.push({ id, plan, resources, today });
  }
  // The API asks for longer ones, and a workload would wait for their expiry.
  await target.rows(
    `update venues set hold_seconds = ${HOLD_SECONDS}, offer_seconds = ${OFFER_SECONDS},
                       approval_minutes = ${APPROVAL_MINUTES}`,
  );
  return venues;
}
