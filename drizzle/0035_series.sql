-- The tables are locked in the order in which a booking locks them: venues, bookings, events. Each column
-- is added without a look at the rows.
CREATE TABLE "booking_series" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"repeat" text NOT NULL,
	"starts_local" timestamp NOT NULL,
	"booking_ids" uuid[] NOT NULL,
	"missing" jsonb DEFAULT '[]' NOT NULL,
	"key_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "booking_series" ADD CONSTRAINT "booking_series_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booking_series_of_venue" ON "booking_series" USING btree ("venue_id");--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "series_id" uuid;--> statement-breakpoint
ALTER TABLE "booking_events" ADD COLUMN "act_id" uuid;
