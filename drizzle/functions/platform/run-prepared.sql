-- Runs a statement that this connection has prepared, and prepares it first if it has not. PostgreSQL
-- then plans it once for each connection, and not for each request: a statement that comes over HTTP
-- has no name under which it could be kept.
--
-- p_text is a statement with parameters whose one row has one column of type json. p_values are its
-- parameters as text. The name of the prepared statement is made of the text, so a changed statement
-- is another one.
--
-- An error of the statement is raised again, with its SQLSTATE, message and constraint, and with its
-- detail if it is a refusal (class MT). The original error would have the values in its context, and
-- PostgreSQL would write them into its log.
--
-- A prepared statement belongs to the connection and not to the transaction, so it outlives a rollback.
-- It may be missing at any time: in a new connection, or after a pooler has deallocated it. That is why
-- the function tries it first.
create or replace function run_prepared_v1(p_text text, p_values text[]) returns json
language plpgsql volatile
-- The plan must not depend on the values of one request: another tenant has others.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_name constant text := 'p_' || md5(p_text);
  v_call text;
  v_result json;
  v_state text;
  v_message text;
  v_detail text;
  v_constraint text;
begin
  select format('execute %I(%s)', v_name, string_agg(quote_nullable(v.value), ', ' order by v.at))
    into v_call
    from unnest(p_values) with ordinality v (value, at);
  begin
    execute v_call into v_result;
    return v_result;
  exception
    when invalid_sql_statement_name then
      execute format('prepare %I as %s', v_name, p_text);
    when query_canceled or others then
      get stacked diagnostics v_state = returned_sqlstate, v_message = message_text,
        v_detail = pg_exception_detail, v_constraint = constraint_name;
      if v_state like 'MT%' and v_detail <> '' then
        raise exception using errcode = v_state, message = v_message, detail = v_detail;
      end if;
      raise exception using errcode = v_state, message = v_message, constraint = v_constraint;
  end;
  return run_prepared_v1(p_text, p_values);
end
$$;
