-- Consumers write jobs, and requests only in erasures and changes of webhooks. Consumers that cannot
-- write while the index is built try again: it takes about a second for a million jobs. On a database
-- with many millions of jobs, build it before the migration with CREATE INDEX CONCURRENTLY and the same
-- text. It is then left as it is.
CREATE INDEX IF NOT EXISTS "jobs_reported" ON "jobs" USING btree ("finished_at") WHERE booking_id is null and state in ('delivered', 'suppressed');
