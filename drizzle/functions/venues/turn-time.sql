-- How long a party stays. p_turn_times is [{maxParty, minutes}], ordered by maxParty. The last
-- entry also applies to larger parties.
--
-- In PL/pgSQL, because the plan of such a function is kept for the connection. A function in SQL
-- that cannot be inlined is planned again for each statement that calls it.
create or replace function turn_time_v1(p_turn_times jsonb, p_party int) returns interval
language plpgsql immutable strict parallel safe
as $$
declare
  v_time jsonb;
begin
  -- Expressions cost less than a query of jsonb_array_elements.
  for n in 0 .. jsonb_array_length(p_turn_times) - 1 loop
    v_time := p_turn_times -> n;
    exit when (v_time ->> 'maxParty')::int >= p_party;
  end loop;
  return make_interval(mins => (v_time ->> 'minutes')::int);
end
$$;
