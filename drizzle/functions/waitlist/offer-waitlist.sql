-- Offers the free places of a venue to the waiting parties, the oldest entry first, at most p_limit,
-- beginning after the entry p_after. Returns {offers, next}; see make_offers_v1. Usually no waiting
-- party could be seated. The venue is then not locked, so that bookings do not wait.
create or replace function offer_waitlist_v2(p_venue uuid, p_after uuid, p_limit int)
returns jsonb
language plpgsql volatile
as $$
declare
  v venues;
  v_done jsonb := '{"offers": [], "next": null}';
begin
  select * into v from venues where id = p_venue and deleted_at is null;
  if found then
    v_done := make_offers_v1(v, p_after, 0, clock_timestamp());
  end if;
  if not found or not (v_done ->> 'found')::boolean then
    return v_done - 'found';
  end if;
  select * into v from venues where id = p_venue and deleted_at is null for no key update;
  if not found then
    return '{"offers": [], "next": null}';
  end if;
  perform expire_holds_v1(v.id, clock_timestamp(), 10000);
  return make_offers_v1(v, p_after, p_limit, clock_timestamp()) - 'found';
end
$$;
--> statement-breakpoint
-- The form that a Worker of an earlier release calls. It ignores the times, and makes the first offers
-- only.
create or replace function offer_waitlist_v1(
  p_venue uuid, p_from timestamptz, p_to timestamptz, p_limit int
) returns uuid[]
language sql volatile
as $$
  select array(
    select jsonb_array_elements_text(offer_waitlist_v2(p_venue, null, p_limit) -> 'offers')::uuid)
$$;
