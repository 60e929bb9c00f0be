-- Whether the span of an allocation overlaps another one. The first two conditions are a range of the
-- primary key of allocations (venue, resource, span), because ranges are ordered by their start and no
-- allocation is longer than 48 hours (the check constraint allocations_shape). The caller names the venue
-- and the resource. The index of allocations_no_overlap is never read for this; see
-- docs/adr/0051-only-the-constraint-reads-its-index.md.
create or replace function overlaps_v1(p_span tstzrange, p_with tstzrange) returns boolean
language sql stable parallel safe
as $$
  select p_span > tstzrange(coalesce(lower(p_with), '-infinity') - interval '48 hours', null)
     and p_span < tstzrange(coalesce(upper(p_with), 'infinity'), null)
     and p_span && p_with
$$;
