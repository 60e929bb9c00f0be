-- Custom: drizzle cannot express an exclusion constraint. Every row fulfils the condition of the new one,
-- but PostgreSQL cannot know that, so that it never reads the index for a query. A query that reads a
-- GiST index several times, while another transaction splits a page of it, can mark entries of live rows
-- as dead, and the constraint then lets an overlap pass: docs/adr/0051-only-the-constraint-reads-its-index.md.
-- The check of the constraint itself reads the index once, which is safe.
--
-- Bookings wait while the index is built. Only live bookings and blocks have allocations, so this takes
-- about a second for 100,000 of them. Until the functions are replaced, right after this migration, the
-- search for a table reads all allocations. The migration fails if two allocations overlap; docs/database.md says what to
-- do then.
ALTER TABLE "allocations"
  DROP CONSTRAINT "allocations_no_overlap",
  ADD CONSTRAINT "allocations_no_overlap" EXCLUDE USING gist ("resource_id" WITH =, "span" WITH &&) WHERE (num_nonnulls("resource_id") = 1);
