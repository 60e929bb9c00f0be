-- Writes to bookings wait while the index is built: less than a second for a million rows. On a database
-- with many millions, build it before the migration with CREATE INDEX CONCURRENTLY and the same text. It is
-- then left as it is.
CREATE INDEX IF NOT EXISTS "bookings_in_conversation" ON "bookings" USING btree ("conversation_id","id") WHERE conversation_id is not null;--> statement-breakpoint
DROP INDEX "bookings_of_conversation";
