/** A fault that is put into the database on purpose, and the kinds of findings of which it causes one. */
export interface Mutation {
  readonly name: string;
  readonly finds: readonly string[];
  /** Replacements in the text of SQL functions: the function, the old text and the new one. */
  readonly functions?: readonly (readonly [string, string, string])[];
  /** Other statements. */
  readonly sql?: string;
  /** How many operations show the fault nearly always; 3,000 by default. */
  readonly operations?: number;
}

const RULES = ['hours', 'slot', 'lead_time', 'horizon', 'pacing', 'party_size', 'guest_overlap'];

/** Ways to break the product of which the checker of the workload must find each one. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'no lock of the venue and no exclusion constraint',
    finds: ['overlap'],
    functions: [
      ['lock_venue_v1', 'for no key update', ''],
      ['change_booking_v1', 'where id = b.venue_id for no key update', 'where id = b.venue_id'],
      ['undo_booking_v1', 'where id = b.venue_id for no key update', 'where id = b.venue_id'],
    ],
    sql: 'alter table allocations drop constraint allocations_no_overlap',
  },
  {
    name: 'an override that is not recorded',
    finds: RULES,
    functions: [['book_v1', `p ->> 'actor', v_broken, v_now`, `p ->> 'actor', '{}', v_now`]],
  },
  {
    name: 'an override that is recorded although no rule was broken',
    finds: ['override'],
    functions: [
      ['walk_in_v1', `p ->> 'actor', v_broken, v_now`, `p ->> 'actor', v_override, v_now`],
    ],
  },
  {
    name: 'a move that loses the places of a booking',
    finds: ['allocation'],
    functions: [['change_booking_v1', 'perform allocate_v1(v, b, v_members)', 'perform 1']],
  },
  {
    name: 'a seated party that keeps the table that it has left',
    finds: ['allocation'],
    functions: [
      [
        'allocate_from_v1',
        'delete from allocations where booking_id = b.id and resource_id <> all (p_members)',
        'perform 1',
      ],
    ],
  },
  {
    name: 'a block that keeps no place free',
    finds: ['block'],
    functions: [['fill_block_v1', 'order by k.id', 'order by k.id limit 0']],
  },
  {
    name: 'a block of the whole venue that is ignored',
    finds: ['hours'],
    functions: [['is_closed_v1', 'return exists', 'return false and exists']],
  },
  {
    name: 'an undo that does not ask the pacing',
    finds: ['pacing'],
    operations: 12_000,
    functions: [
      [
        'undo_booking_v1',
        'perform check_pacing_v1(v, b.starts_at, b.party_size, null, b.id, v_now)',
        'perform 1',
      ],
    ],
  },
  {
    name: 'an act that is undone by another state',
    finds: ['undo', 'life cycle'],
    functions: [['undo_booking_v1', 'version = v_undone.version - 1', 'version = 1']],
  },
  {
    name: 'a merge that leaves the bookings behind',
    finds: ['merge'],
    functions: [
      [
        'move_customer_v1',
        'update bookings set customer_id = p_into where id = any (v_bookings)',
        'perform 1',
      ],
    ],
  },
  {
    name: 'a merge that counts the messages twice',
    finds: ['merge'],
    operations: 9_000,
    functions: [
      [
        'move_customer_v1',
        'update conversations set customer_id = p_into where id = any (v_conversations)',
        `update conversation_emotions set messages = messages * 2
          where conversation_id = any (v_conversations);
         update conversations set customer_id = p_into where id = any (v_conversations)`,
      ],
    ],
  },
  {
    name: 'a refused guest who may book',
    finds: ['refused'],
    functions: [
      ['check_not_refused_v1', 'is not null', 'is null and false'],
      ['check_guest_v2', 'if n.refused_at is not null', 'if false'],
    ],
  },
  {
    name: 'a booking that the venue does not approve',
    finds: ['approval', 'life cycle'],
    functions: [['needs_approval_v1', 'p_party >= v.approval_from', 'false']],
  },
  {
    name: 'a confirmed booking that is moved without an approval',
    finds: ['approval'],
    functions: [
      [
        'change_booking_v1',
        `raise exception 'needs_approval' using errcode = 'MT409'`,
        'perform 1',
      ],
    ],
  },
  {
    name: 'a required area that is a wish',
    finds: ['area'],
    functions: [['seat_party_v3', `or (p_area ->> 'required')::boolean;`, ';']],
  },
  {
    name: 'a repeated request that is carried out again',
    finds: ['replay'],
    functions: [['keep_answer_v1', 'insert into idempotency_keys', 'insert into forgotten_keys']],
    sql: 'create table forgotten_keys (like idempotency_keys including all)',
  },
  {
    name: 'a booking that is lost after the answer',
    finds: ['lost'],
    sql: `create function lose_some() returns trigger language plpgsql as $$
          begin
            if new.event = 'late' then
              return null;
            end if;
            return new;
          end $$;
          create trigger lose_some before insert on booking_events
            for each row execute function lose_some()`,
  },
];
