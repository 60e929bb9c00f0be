import { z } from 'zod';
import type { Finding } from '../log.ts';
import type { Target } from '../target.ts';
import type { Replay } from './replay.ts';

/** How many guests that were not merged are asked for, besides all that were. */
const OTHERS = 100;

const shownSchema = z.object({
  id: z.string(),
  conversations: z.number(),
  attendance: z.object({
    ...{ visits: z.number(), noShows: z.number(), lateCancellations: z.number() },
  }),
});
type Counts = Omit<z.infer<typeof shownSchema>, 'id'>;

/**
 * Checks merges: every booking and conversation belongs to the guest that its id names at the end, the
 * counts of a guest are those of all of its ids, and a merged id answers with the other guest.
 */
export async function checkGuests(target: Target, replay: Replay): Promise<Finding[]> {
  const { bookings, scene } = replay;
  const { records, ran, rootOf } = scene;
  const findings: Finding[] = [];
  const find = (what: string) => findings.push({ kind: 'merge', what });
  const due = new Map<string, Counts>();
  const countsOf = (guest: string): Counts => {
    const attendance = { visits: 0, noShows: 0, lateCancellations: 0 };
    const counts = due.get(guest) ?? { conversations: 0, attendance };
    due.set(guest, counts);
    return counts;
  };
  for (const [id, { guest }] of bookings) {
    const row = records.bookings.get(id);
    const root = guest === null ? null : rootOf(guest);
    if (row?.guest !== root) find(`${id} belongs to ${row?.guest}, not to ${root}`);
    if (root === null || row === undefined) continue;
    const { attendance } = countsOf(root);
    if (['seated', 'finished'].includes(row.state)) attendance.visits += 1;
    if (row.state === 'no_show') attendance.noShows += 1;
    if (row.state === 'cancelled' && row.cancelledLate) attendance.lateCancellations += 1;
  }

  const said = ran.log.successes.filter(({ operation }) => operation === 'message');
  const sent = Map.groupBy(said, ({ path }) => path.split('/')[3] ?? '');
  const conversations = await target.rows<{
    id: string;
    guest: string | null;
    messages: number;
    folded: number;
  }>(`
    select v.external_id as id, c.external_id as guest,
           (select count(*)::int from messages m where m.conversation_id = v.id) as messages,
           (select coalesce(sum(e.messages), 0)::int from conversation_emotions e
             where e.conversation_id = v.id) as folded
      from conversations v left join customers c on c.id = v.customer_id
     where v.external_id like 'chat-%'`);
  for (const { id, guest, messages, folded } of conversations) {
    const count = sent.get(id)?.length ?? 0;
    const root = rootOf(id.replace(/^chat-(.*)-\d$/, '$1'));
    if (guest !== root) find(`${id} belongs to ${guest}, not to ${root}`);
    if (messages !== count) find(`${id} has ${messages} messages, and ${count} were sent`);
    if (folded !== count) find(`the statistics of ${id} count ${folded} messages of ${count}`);
    countsOf(root).conversations += 1;
    sent.delete(id);
  }
  for (const id of sent.keys()) find(`${id} is lost`);

  const merged = records.merges.map(({ guest }) => guest);
  const others = [...due.keys()].filter((guest) => rootOf(guest) === guest).slice(0, OTHERS);
  for (const guest of new Set([...merged, ...merged.map(rootOf), ...others])) {
    const reply = await ran.send({ method: 'GET', path: `/v1/customers/${guest}` });
    const { data } = shownSchema.safeParse(reply.body);
    const root = rootOf(guest);
    if (data === undefined) find(`${guest}: ${reply.status}`);
    else if (data.id !== root) find(`${guest} answers with ${data.id}, not with ${root}`);
    else {
      const { id, ...counts } = data;
      const expected = countsOf(root);
      if (JSON.stringify(counts) !== JSON.stringify(expected)) {
        find(`${id} counts ${JSON.stringify(counts)}, not ${JSON.stringify(expected)}`);
      }
    }
  }
  return findings;
}
