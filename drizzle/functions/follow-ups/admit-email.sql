-- The hash by which a workspace recognises an email address: SHA-256 of the workspace and the address
-- in lower case, without a subaddress (RFC 5233: `+…` before the @). The database keeps this hash after
-- an erasure, so that an address that wants no email stays recognised. In PL/pgSQL for the reason that
-- customer_id_v1 names.
create or replace function address_hash_v1(p_workspace uuid, p_email text) returns bytea
language plpgsql immutable strict parallel safe
as $$
begin
  return sha256(
    uuid_send(p_workspace) || convert_to(regexp_replace(lower(p_email), '\+[^@]*@', '@'), 'UTF8'));
end
$$;
--> statement-breakpoint
-- Decides whether an email to a guest may be sent, and counts it. Each workspace has a limit of emails
-- to one address in a UTC day (address_emails). A further attempt of the same email (p_is_first is
-- false) is not counted. Emails that are sent at the same time wait for the row of their address, so
-- the count is exact.
--
-- Returns {address, refused}: the hash of the address in hexadecimal, and null, `unsubscribed` or
-- `address_limit`.
create or replace function admit_email_v1(
  p_workspace uuid, p_email text, p_is_first boolean, p_now timestamptz
) returns jsonb
language plpgsql volatile
as $$
declare
  v_address bytea := address_hash_v1(p_workspace, p_email);
  v_most bigint := limit_v1(p_workspace, 'address_emails');
  v_refused text;
begin
  if p_is_first then
    insert into mailed_addresses as m (workspace_id, address, day, sent)
    select p_workspace, v_address, (p_now at time zone 'UTC')::date, 1 where v_most > 0
    on conflict (workspace_id, address) do update
       set day = excluded.day, sent = case when m.day = excluded.day then m.sent + 1 else 1 end
     where m.unsubscribed_at is null and (m.day <> excluded.day or m.sent < v_most);
    if not found then
      v_refused := 'address_limit';
    end if;
  end if;
  if (not p_is_first or v_refused is not null) and exists (
    select from mailed_addresses
     where workspace_id = p_workspace and address = v_address and unsubscribed_at is not null
  ) then
    v_refused := 'unsubscribed';
  end if;
  return jsonb_build_object('address', encode(v_address, 'hex'), 'refused', v_refused);
end
$$;
