// The peers' statements on the application's tables, a row at a time. A party stays for 90 minutes.

export const sqlKey = 'select workspace_id from api_keys where id = $1 and revoked_at is null';

export const sqlCustomer = 'select * from customers where id = customer_id_v1($1, $2)';

const free = (venue: string, party: string, start: string) => `
  select r.id, r.venue_id from resources r
   where r.venue_id = ${venue}::uuid and r.deleted_at is null
     and ${party}::int between r.min_party and r.max_party
     and not exists (
       select from allocations a
        where a.resource_id = r.id
          and a.span && tstzrange(${start}::timestamptz, ${start}::timestamptz + interval '90 minutes'))
   order by r.max_party, r.id limit 1`;

/** A free table of a venue ($1) for a party ($2) at a start ($3). */
export const sqlFree = free('$1', '$2', '$3');

/**
 * Also finds a free table, but only if the key ($1) is live and the guest ($2, the caller's own id)
 * is known.
 */
export const sqlFreeFor = `select r.id, g.id as customer_id, k.workspace_id
  from (${free('$3', '$4', '$5')}) r
  join api_keys k on k.id = $1 and k.revoked_at is null
  join customers g on g.id = customer_id_v1(k.workspace_id, $2)`;

export const sqlInsert = `insert into bookings (id, workspace_id, venue_id, customer_id, state,
    starts_at, ends_at, party_size, cancellation_cutoff)
  values ($1, $2, $3, $4, 'confirmed', $5, $5::timestamptz + interval '90 minutes', $6, 0)`;

export const sqlPlace = `insert into allocations (booking_id, resource_id, venue_id, span)
  values ($1, $2, $3, tstzrange($4::timestamptz, $4::timestamptz + interval '90 minutes'))`;

export const sqlEvent = `insert into booking_events (booking_id, version, event, state, starts_at,
    party_size, resource_ids) values ($1, 1, 'confirmed', 'confirmed', $2, $3, $4)`;

/**
 * Inserts the booking, its allocation and its event in one statement, as the later version of the
 * earlier system did.
 */
export const sqlInsertAll = `with made as (
    insert into bookings (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at,
                          party_size, cancellation_cutoff)
    values ($1, $2, $3, $4, 'confirmed', $5, $5::timestamptz + interval '90 minutes', $6, 0)
    returning *
  ),
  placed as (
    insert into allocations (booking_id, resource_id, venue_id, span)
    select id, $7::uuid, venue_id, tstzrange(starts_at, ends_at) from made
  )
  insert into booking_events (booking_id, version, event, state, starts_at, party_size, resource_ids)
  select id, 1, state, state, starts_at, party_size, array[$7::uuid] from made`;

export const sqlBooking = 'select * from bookings where id = $1';

export const sqlFindJob = 'select * from earlier_jobs where booking_id = $1 and kind = $2';
export const sqlNewJob = `insert into earlier_jobs (booking_id, kind, due_at)
  select id, $2, starts_at from bookings where id = $1 returning id`;
export const sqlJob = 'select * from earlier_jobs where id = $1';

export const sqlDone = `update earlier_jobs set state = 'scheduled'
  where booking_id = $1 and state = 'pending'`;

export const sqlAddress = `select g.email, g.phone, g.locale
  from customers g join bookings b on b.customer_id = g.id where b.id = $1`;
export const sqlSent = `insert into earlier_jobs (booking_id, kind, due_at, state, sent_at)
  values ($1, $2, now(), 'sent', now()) returning id`;
