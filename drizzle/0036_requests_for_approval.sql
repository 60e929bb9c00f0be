-- Requests lock venues before bookings, so the migration does too.
--
-- Requests that read or write bookings wait while the three indexes are built: about a second for a
-- million rows. On a database with many millions, build them before the migration with CREATE INDEX
-- CONCURRENTLY and the same text. They are then left as they are.
ALTER TABLE "venues" ADD COLUMN "approval_from" integer;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "approval_minutes" integer DEFAULT 1440 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" DROP CONSTRAINT "bookings_state";--> statement-breakpoint
ALTER TABLE "bookings" DROP CONSTRAINT "bookings_hold";--> statement-breakpoint
-- NOT VALID: every row that is written from now on is checked. The stored rows keep the constraints before
-- these, which allow less.
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_state" CHECK ("bookings"."state" in ('held', 'requested', 'confirmed', 'seated', 'finished', 'cancelled', 'declined', 'no_show', 'expired')) NOT VALID;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_hold" CHECK (("bookings"."state" in ('held', 'requested')) = ("bookings"."hold_expires_at" is not null)) NOT VALID;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "bookings_with_place" ON "bookings" USING btree ("venue_id","starts_at") WHERE state in ('held', 'requested', 'confirmed', 'seated');--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "bookings_expiring_at_venue" ON "bookings" USING btree ("venue_id","hold_expires_at") WHERE hold_expires_at is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "bookings_expiring" ON "bookings" USING btree ("hold_expires_at") WHERE hold_expires_at is not null;--> statement-breakpoint
-- The statements of earlier versions use the new indexes instead, because their conditions are narrower.
DROP INDEX "bookings_live";--> statement-breakpoint
DROP INDEX "bookings_held";--> statement-breakpoint
DROP INDEX "bookings_lapsing";--> statement-breakpoint
-- A copy of TRANSITIONS in src/bookings/lifecycle.ts; see 0000_baseline.sql.
UPDATE "booking_acts" SET "from_states" = '{held,requested,confirmed}' WHERE "act" IN ('cancel', 'reschedule');--> statement-breakpoint
UPDATE "booking_acts" SET "from_states" = '{held,requested,confirmed,seated}' WHERE "act" = 'change';--> statement-breakpoint
INSERT INTO "booking_acts" ("act", "from_states", "to_state") VALUES
	('approve', '{requested}', 'confirmed'),
	('decline', '{requested}', 'declined');
