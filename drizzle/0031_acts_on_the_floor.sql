ALTER TABLE "booking_events" ADD COLUMN "undoes" integer;--> statement-breakpoint
ALTER TABLE "booking_events" ADD COLUMN "undone_by" integer;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "expected_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "seating_window" integer DEFAULT 720 NOT NULL;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "late_grace" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "undo_minutes" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
-- A copy of TRANSITIONS in src/bookings/lifecycle.ts; see 0000_baseline.sql.
INSERT INTO "booking_acts" ("act", "from_states", "to_state") VALUES ('late', '{confirmed}', NULL);
