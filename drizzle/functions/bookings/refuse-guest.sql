-- Raises MT409 limit_reached when a limit of a venue is reached. p_most is null for no limit.
create or replace function check_venue_limit_v1(p_limit text, p_most int, p_used bigint) returns void
language plpgsql immutable
as $$
begin
  if p_used >= p_most then
    raise exception 'limit_reached' using errcode = 'MT409',
      detail = jsonb_build_object('limit', p_limit, 'most', p_most);
  end if;
end
$$;
--> statement-breakpoint
-- Raises MT409 guest_refused when a guest may not book (`customers.refused_at`). The reason is for the
-- staff, so the refusal does not contain it.
create or replace function check_not_refused_v1(p_customer uuid, p jsonb) returns void
language plpgsql stable
as $$
begin
  if (select refused_at from customers where id = p_customer) is not null then
    perform refuse_guest_v1('guest_refused', null, p);
  end if;
end
$$;
--> statement-breakpoint
-- Raises MT409 with p_code and a detail, for a Worker that knows the code: it has `reasons` in `by`. For
-- a Worker of an earlier version it is a limit that is reached.
create or replace function refuse_guest_v1(p_code text, p_detail jsonb, p jsonb) returns void
language plpgsql immutable
as $$
begin
  if p #> '{by,reasons}' is null then
    raise exception 'limit_reached' using errcode = 'MT409',
      detail = jsonb_build_object('limit', p_code, 'most', 1);
  end if;
  if p_detail is null then
    raise exception using errcode = 'MT409', message = p_code;
  end if;
  raise exception using errcode = 'MT409', message = p_code, detail = p_detail::text;
end
$$;
