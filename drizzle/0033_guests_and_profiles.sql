-- Requests lock customers before venues and venues before bookings, so the migration does too.
--
-- Requests that write bookings wait while the two indexes are built: about a second for a million rows.
-- On a database with many millions, build them before the migration with CREATE INDEX CONCURRENTLY and
-- the same text, that of references after ALTER TABLE "bookings" ADD COLUMN IF NOT EXISTS "reference"
-- text. They are then left as they are.
ALTER TABLE "customers" ADD COLUMN "refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "refusal_reason" text;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "guest_bookings" integer;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "guest_holds" integer;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "guest_bookings_per_day" integer;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "guest_overlap" text DEFAULT 'allow' NOT NULL;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "website" text;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "reply_to" text;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "cancellation_policy" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN IF NOT EXISTS "reference" text;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "bookings_of_guest" ON "bookings" USING btree ("customer_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "bookings_reference" ON "bookings" USING btree ("reference","venue_id") WHERE reference is not null;
