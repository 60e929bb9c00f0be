CREATE TABLE "block_spans" (
	"block_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"venue_id" uuid NOT NULL,
	"is_whole" boolean NOT NULL,
	CONSTRAINT "block_spans_block_id_starts_at_pk" PRIMARY KEY("block_id","starts_at"),
	CONSTRAINT "block_spans_order" CHECK ("block_spans"."starts_at" < "block_spans"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"resource_ids" uuid[],
	"area" text,
	"reason" text,
	"starts_local" timestamp NOT NULL,
	"ends_local" timestamp NOT NULL,
	"repeat" text,
	"key_id" uuid NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"expanded_to" timestamp with time zone NOT NULL,
	"filled_to" timestamp with time zone NOT NULL,
	"has_gaps" boolean DEFAULT false NOT NULL,
	"changes" integer DEFAULT 0 NOT NULL,
	"filled_changes" integer DEFAULT 0 NOT NULL,
	"wake_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "blocks_places" CHECK (num_nonnulls("blocks"."resource_ids", "blocks"."area") <= 1)
);
--> statement-breakpoint
ALTER TABLE "block_spans" ADD CONSTRAINT "block_spans_block_id_blocks_id_fk" FOREIGN KEY ("block_id") REFERENCES "public"."blocks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "block_spans_closing" ON "block_spans" USING btree ("venue_id","ends_at") WHERE is_whole;--> statement-breakpoint
CREATE INDEX "blocks_of_venue" ON "blocks" USING btree ("venue_id","id");--> statement-breakpoint
CREATE INDEX "blocks_live" ON "blocks" USING btree ("venue_id","ends_at") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "blocks_waking" ON "blocks" USING btree ("wake_at") WHERE wake_at is not null;--> statement-breakpoint
-- The tables are locked in the order in which a booking locks them. No statement below reads a table as
-- a whole, except for the two unique indexes.
ALTER TABLE "resources" ADD COLUMN "area" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "area" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "is_area_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "block_id" uuid;--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "is_in_block" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Bookings wait while the two indexes are built. Only live bookings have allocations. On a database with
-- millions of them, build both indexes before the migration with CREATE UNIQUE INDEX CONCURRENTLY and
-- the same text. They are then left as they are. Both keys are unique already: the first by the
-- exclusion constraint, and the second by the primary key that it replaces.
CREATE UNIQUE INDEX IF NOT EXISTS "allocations_place" ON "allocations" USING btree ("venue_id","resource_id","span") INCLUDE ("booking_id","lapses_at");--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "allocations_of_booking" ON "allocations" USING btree ("booking_id","resource_id") WHERE booking_id is not null;--> statement-breakpoint
CREATE INDEX "allocations_of_block" ON "allocations" USING btree ("block_id") WHERE block_id is not null;--> statement-breakpoint
DROP INDEX "allocations_calendar";--> statement-breakpoint
ALTER TABLE "allocations" DROP CONSTRAINT "allocations_booking_id_resource_id_pk";--> statement-breakpoint
ALTER TABLE "allocations" ALTER COLUMN "booking_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_venue_id_resource_id_span_pk" PRIMARY KEY USING INDEX "allocations_place";--> statement-breakpoint
-- Every existing row has a booking and no block, so the constraints hold without a look at the rows.
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_block_id_blocks_id_fk" FOREIGN KEY ("block_id") REFERENCES "public"."blocks"("id") ON DELETE no action ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_owner" CHECK (num_nonnulls("allocations"."booking_id", "allocations"."block_id") = 1) NOT VALID;
