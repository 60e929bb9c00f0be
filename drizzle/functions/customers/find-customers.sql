-- Finds a page of customers in the order of the guest book: those that were seen last come first, by
-- quarter hours, and within one by the id of their row. p_filter may have
--
-- - name: each of its words begins a word of the name (name_words_v1),
-- - email: the address, without case,
-- - phones: the number's digits in all ways in which it is commonly written,
-- - tag: one of the tags,
-- - refused: true for guests who may not book.
--
-- A customer must match all of them. p_seen and p_id are the position after which the page begins.
--
-- The work is bounded, whatever the workspace has. If at most 1,000 customers match one of the
-- conditions, they are read and sorted. Otherwise the customers are read in the order of the guest book,
-- at most 4,000 of them, and those that match are returned. Such a page may be short although others
-- follow: read_to_seen and read_to_id are then the position that it has reached.
create or replace function find_customers_v1(
  p_workspace uuid, p_filter jsonb, p_seen timestamptz, p_id uuid, p_limit int,
  out ids uuid[], out seen timestamptz[], out read_to_seen timestamptz, out read_to_id uuid
)
language plpgsql stable
-- A plan that was made while the tables were empty would read all of them later. A bitmap has no order,
-- so it would read all that matches.
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_words text[] := name_words_v1(p_filter ->> 'name', false);
  -- The conditions that a key must begin with, and those that it must be equal to.
  v_begins text[] := array(select 'n' || w from unnest(v_words) w);
  v_equals text[] := array_remove(array[
    'e' || fold_case_v1(p_filter ->> 'email'), 't' || (p_filter ->> 'tag'),
    case when (p_filter ->> 'refused')::boolean then 'r' end], null);
  v_phones text[] := array(select 'p' || x from jsonb_array_elements_text(p_filter -> 'phones') x);
  -- Each condition as ranges of keys, the one that matches the fewest customers first.
  v_conditions jsonb := '[]';
  v_condition jsonb;
  -- The same as patterns of customer_index.keys.
  v_all text[];
  v_any text[];
  v_found uuid[];
  v_before_seen timestamptz := coalesce(p_seen, 'infinity');
  v_before_id uuid := coalesce(p_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
  ids := '{}';
  seen := '{}';
  if p_filter ? 'name' and v_words = '{}' then
    return;
  end if;
  -- A key is equal to k exactly if it lies between k and k followed by the lowest character. It begins
  -- with k exactly if it lies between k and k followed by the highest one.
  if p_filter ? 'phones' then
    v_conditions := v_conditions || jsonb_build_array(
      (select jsonb_agg(jsonb_build_array(k, k || chr(1))) from unnest(v_phones) k));
  end if;
  v_conditions := v_conditions
    || coalesce((select jsonb_agg(jsonb_build_array(jsonb_build_array(k, k || chr(1))) order by k)
                   from unnest(v_equals) k where starts_with(k, 'e')), '[]')
    || coalesce((select jsonb_agg(jsonb_build_array(jsonb_build_array(k, k || chr(1114111)))
                                  order by length(k) desc) from unnest(v_begins) k), '[]')
    || coalesce((select jsonb_agg(jsonb_build_array(jsonb_build_array(k, k || chr(1))) order by k)
                   from unnest(v_equals) k where k = 'r' or starts_with(k, 't')), '[]');
  v_all := array(
    select '%' || e'\n' || replace(replace(replace(k, '\', '\\'), '%', '\%'), '_', '\_') || tail || '%'
      from (select k, '' as tail from unnest(v_begins) k
            union all
            select k, e'\n' from unnest(v_equals) k) x);
  v_any := case when p_filter ? 'phones'
                then array(select '%' || e'\n' || k || e'\n' || '%' from unnest(v_phones) k)
                else '{%}' end;

  for v_condition in select value from jsonb_array_elements(v_conditions) loop
    select array_agg(distinct m.customer_id) into v_found
      from (
        select k.customer_id
          from jsonb_array_elements(v_condition) r
          cross join lateral (
            select x.customer_id from customer_keys x
             where x.workspace_id = p_workspace and x.key >= r ->> 0 and x.key < r ->> 1
             order by x.key, x.customer_id
             limit (select 1001)
          ) k
         limit (select 1001)
      ) m
    having count(*) <= 1000;
    if found then
      select coalesce(array_agg(s.customer_id order by s.seen_at desc, s.customer_id desc), '{}'),
             coalesce(array_agg(s.seen_at order by s.seen_at desc, s.customer_id desc), '{}')
        into ids, seen
        from (
          select i.customer_id, i.seen_at
            from unnest(v_found) as n (id)
            cross join lateral (
              select * from customer_index where customer_id = n.id offset 0
            ) i
           where i.keys like all (v_all) and i.keys like any (v_any)
             and (i.seen_at, i.customer_id) < (v_before_seen, v_before_id)
           order by i.seen_at desc, i.customer_id desc
           limit p_limit
        ) s;
      return;
    end if;
  end loop;

  select coalesce(array_agg(s.customer_id order by s.seen_at desc, s.customer_id desc), '{}'),
         coalesce(array_agg(s.seen_at order by s.seen_at desc, s.customer_id desc), '{}')
    into ids, seen
    from (
      select i.customer_id, i.seen_at
        from (
          select x.* from customer_index x
           where x.workspace_id between p_workspace and p_workspace
             and (x.workspace_id, x.seen_at, x.customer_id)
                 < (p_workspace, v_before_seen, v_before_id)
           order by x.workspace_id desc, x.seen_at desc, x.customer_id desc
           limit (select 4000)
        ) i
       where i.keys like all (v_all) and i.keys like any (v_any)
       order by i.workspace_id desc, i.seen_at desc, i.customer_id desc
       limit p_limit
    ) s;
  if cardinality(ids) < p_limit then
    select x.seen_at, x.customer_id into read_to_seen, read_to_id
      from customer_index x
     where x.workspace_id between p_workspace and p_workspace
       and (x.workspace_id, x.seen_at, x.customer_id) < (p_workspace, v_before_seen, v_before_id)
     order by x.workspace_id desc, x.seen_at desc, x.customer_id desc
    offset 3999 limit (select 1);
  end if;
end
$$;
