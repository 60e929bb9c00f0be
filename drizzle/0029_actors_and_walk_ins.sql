-- A walk-in need not name its guest. No row is read or written.
ALTER TABLE "bookings" ALTER COLUMN "customer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "booking_events" ADD COLUMN "actor" text;--> statement-breakpoint
ALTER TABLE "booking_events" ADD COLUMN "overrides" text[] DEFAULT '{}' NOT NULL;