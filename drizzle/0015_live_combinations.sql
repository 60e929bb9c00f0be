CREATE INDEX "combinations_live" ON "combinations" USING btree ("venue_id","id") WHERE deleted_at is null;--> statement-breakpoint
-- Last, because it locks readers out until the end of the transaction. The table is small.
DROP INDEX "combinations_of_venue";