-- Takes an advisory lock, shared, until the end of the transaction. Every transaction that changes
-- statistics takes it first. A rebuild (rebuild_statistics_v1) takes it exclusively, so that
-- nothing changes while it counts. Storing a message never takes it.
create or replace function statistics_gate_v1() returns void
language sql volatile
as $$ select pg_advisory_xact_lock_shared(712100) $$;
