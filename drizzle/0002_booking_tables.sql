CREATE TABLE "allocations" (
	"booking_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"span" "tstzrange" NOT NULL,
	"lapses_at" timestamp with time zone,
	CONSTRAINT "allocations_booking_id_resource_id_pk" PRIMARY KEY("booking_id","resource_id")
);
--> statement-breakpoint
CREATE TABLE "booking_events" (
	"booking_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"event" text NOT NULL,
	"state" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"party_size" smallint NOT NULL,
	"resource_ids" uuid[] NOT NULL,
	"key_id" uuid,
	"reason" text,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "booking_events_booking_id_version_pk" PRIMARY KEY("booking_id","version")
);
--> statement-breakpoint
CREATE TABLE "bookings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"conversation_id" uuid,
	"message_seq" integer,
	"state" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"party_size" smallint NOT NULL,
	"notes" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"hold_expires_at" timestamp with time zone,
	"cancellation_cutoff" integer NOT NULL,
	"cancelled_late" boolean,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "bookings_state" CHECK ("bookings"."state" in ('held', 'confirmed', 'seated', 'finished', 'cancelled', 'no_show', 'expired')),
	CONSTRAINT "bookings_span" CHECK ("bookings"."starts_at" < "bookings"."ends_at"),
	CONSTRAINT "bookings_hold" CHECK (("bookings"."state" = 'held') = ("bookings"."hold_expires_at" is not null)),
	CONSTRAINT "bookings_party" CHECK ("bookings"."party_size" >= 1)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"answer" jsonb,
	"customer_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "combinations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"resource_ids" uuid[] NOT NULL,
	"min_party" smallint NOT NULL,
	"max_party" smallint NOT NULL,
	"priority" smallint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "combinations_members" CHECK (cardinality("combinations"."resource_ids") between 2 and 12),
	CONSTRAINT "combinations_party" CHECK (1 <= "combinations"."min_party" and "combinations"."min_party" <= "combinations"."max_party")
);
--> statement-breakpoint
CREATE TABLE "resources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"min_party" smallint NOT NULL,
	"max_party" smallint NOT NULL,
	"priority" smallint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "resources_kind" CHECK ("resources"."kind" in ('table', 'chair', 'room', 'person')),
	CONSTRAINT "resources_party" CHECK (1 <= "resources"."min_party" and "resources"."min_party" <= "resources"."max_party")
);
--> statement-breakpoint
CREATE TABLE "venues" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"slot_interval" smallint NOT NULL,
	"turn_times" jsonb NOT NULL,
	"buffer_before" smallint NOT NULL,
	"buffer_after" smallint NOT NULL,
	"lead_time" integer NOT NULL,
	"horizon_days" smallint NOT NULL,
	"pacing_parties" smallint,
	"pacing_covers" smallint,
	"hold_seconds" integer NOT NULL,
	"cancellation_cutoff" integer NOT NULL,
	"weekly_hours" jsonb DEFAULT '[]' NOT NULL,
	"exceptions" jsonb DEFAULT '[]' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "booking_id" uuid;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_events" ADD CONSTRAINT "booking_events_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "combinations" ADD CONSTRAINT "combinations_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "venues" ADD CONSTRAINT "venues_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bookings_of_venue" ON "bookings" USING btree ("venue_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "bookings_of_customer" ON "bookings" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "bookings_of_conversation" ON "bookings" USING btree ("conversation_id","id");--> statement-breakpoint
CREATE INDEX "bookings_of_workspace" ON "bookings" USING btree ("workspace_id","starts_at");--> statement-breakpoint
CREATE INDEX "bookings_held" ON "bookings" USING btree ("venue_id","hold_expires_at") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "bookings_lapsing" ON "bookings" USING btree ("hold_expires_at") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_of_customer" ON "idempotency_keys" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "combinations_of_venue" ON "combinations" USING btree ("venue_id","id");--> statement-breakpoint
CREATE INDEX "resources_of_venue" ON "resources" USING btree ("venue_id","id");--> statement-breakpoint
CREATE INDEX "venues_of_workspace" ON "venues" USING btree ("workspace_id","id");