-- Of the entries with which a customer waits several times for one window, only the oldest stays. The
-- others would get a place after the customer already has one.
UPDATE "waitlist_entries" e SET "left_at" = least(now(), e."latest")
 WHERE e."booking_id" IS NULL AND e."left_at" IS NULL AND EXISTS (
   SELECT FROM "waitlist_entries" o
    WHERE o."venue_id" = e."venue_id" AND o."customer_id" = e."customer_id"
      AND o."earliest" = e."earliest" AND o."latest" = e."latest"
      AND o."booking_id" IS NULL AND o."left_at" IS NULL AND o."id" < e."id");--> statement-breakpoint
-- The index holds the parties that wait now. It is built within milliseconds, while joins wait.
CREATE UNIQUE INDEX "waitlist_once" ON "waitlist_entries" USING btree ("venue_id","customer_id","earliest","latest") WHERE booking_id is null and left_at is null;