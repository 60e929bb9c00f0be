CREATE TABLE "seen_customers" (
	"customer_id" uuid NOT NULL
);
--> statement-breakpoint
-- Every row is deleted within a minute or so, and the sweep reads the table from its beginning.
ALTER TABLE "seen_customers" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
