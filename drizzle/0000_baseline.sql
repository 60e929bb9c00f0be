CREATE TABLE "allocations" (
	"booking_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"span" "tstzrange" NOT NULL,
	"lapses_at" timestamp with time zone,
	CONSTRAINT "allocations_booking_id_resource_id_pk" PRIMARY KEY("booking_id","resource_id"),
	CONSTRAINT "allocations_length" CHECK (upper("allocations"."span") - lower("allocations"."span") <= interval '2 days')
);
--> statement-breakpoint
CREATE TABLE "booking_acts" (
	"act" text PRIMARY KEY NOT NULL,
	"from_states" text[] NOT NULL,
	"to_state" text
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
	"schedule_version" integer DEFAULT 1 NOT NULL,
	"planned_at" timestamp with time zone,
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
CREATE TABLE "conversations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"channel" text NOT NULL,
	"customer_id" uuid,
	"last_seq" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_message_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "conversations_external_id" UNIQUE("workspace_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"id" text NOT NULL,
	"role" text NOT NULL,
	"text" text,
	"metadata" jsonb,
	"sent_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"digest" "bytea" NOT NULL,
	"label" text,
	"confidence" smallint,
	"valence" smallint,
	"model_version" text,
	"abstained" text,
	"probabilities" smallint[],
	"emotion_state" text NOT NULL,
	"booking_id" uuid,
	"fold_attempts" smallint DEFAULT 0 NOT NULL,
	"fold_error" text,
	CONSTRAINT "messages_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq"),
	CONSTRAINT "messages_id" UNIQUE("conversation_id","id"),
	CONSTRAINT "messages_role" CHECK ("messages"."role" in ('customer', 'assistant', 'agent', 'system')),
	CONSTRAINT "messages_emotion_state" CHECK ("messages"."emotion_state" in ('none', 'pending', 'folded', 'set_apart', 'erased')),
	CONSTRAINT "messages_label" CHECK ("messages"."label" in ('anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise', 'abstained')),
	CONSTRAINT "messages_abstained" CHECK ("messages"."label" is distinct from 'abstained' or "messages"."abstained" is not null),
	CONSTRAINT "messages_valence" CHECK ("messages"."valence" between -1000 and 1000),
	CONSTRAINT "messages_confidence" CHECK ("messages"."confidence" between 0 and 1000),
	CONSTRAINT "messages_emotion_is_whole" CHECK (num_nonnulls("messages"."label", "messages"."valence", "messages"."model_version") in (0, 3)),
	CONSTRAINT "messages_erased_is_empty" CHECK ("messages"."emotion_state" <> 'erased' or num_nonnulls("messages"."text", "messages"."metadata", "messages"."label") = 0)
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"external_id" text,
	"name" text,
	"email" text,
	"phone" text,
	"locale" text,
	"time_zone" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "customers_erased_is_empty" CHECK ("customers"."erased_at" is null or num_nonnulls("customers"."external_id", "customers"."name", "customers"."email", "customers"."phone", "customers"."locale", "customers"."time_zone") = 0)
);
--> statement-breakpoint
CREATE TABLE "attention_events" (
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"mood" smallint NOT NULL,
	"label" text NOT NULL,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL,
	"planned_at" timestamp with time zone,
	CONSTRAINT "attention_events_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq")
);
--> statement-breakpoint
CREATE TABLE "conversation_emotions" (
	"conversation_id" uuid NOT NULL,
	"role" text NOT NULL,
	"label" text NOT NULL,
	"model_version" text NOT NULL,
	"messages" bigint NOT NULL,
	"valence_sum" bigint NOT NULL,
	"valence_squares" bigint NOT NULL,
	CONSTRAINT "conversation_emotions_conversation_id_role_label_model_version_pk" PRIMARY KEY("conversation_id","role","label","model_version"),
	CONSTRAINT "conversation_emotions_messages" CHECK ("conversation_emotions"."messages" >= 0)
);
--> statement-breakpoint
CREATE TABLE "conversation_moods" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"as_of_seq" integer DEFAULT 0 NOT NULL,
	"mood" smallint DEFAULT 0 NOT NULL,
	"attention_seq" integer,
	"attention_mood" smallint,
	"attention_label" text,
	"attention_at" timestamp with time zone,
	"fold_version" integer DEFAULT 0 NOT NULL,
	"walked_version" integer DEFAULT 0 NOT NULL,
	"told_seq" integer DEFAULT 0 NOT NULL,
	"folded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "emotion_corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"key_id" uuid NOT NULL,
	"from_label" text,
	"from_valence" smallint,
	"from_model" text,
	"to_label" text NOT NULL,
	"to_valence" smallint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace_emotions" (
	"workspace_id" uuid NOT NULL,
	"quarter_hour" timestamp with time zone NOT NULL,
	"role" text NOT NULL,
	"label" text NOT NULL,
	"model_version" text NOT NULL,
	"messages" bigint NOT NULL,
	"valence_sum" bigint NOT NULL,
	"valence_squares" bigint NOT NULL,
	CONSTRAINT "workspace_emotions_workspace_id_quarter_hour_role_label_model_version_pk" PRIMARY KEY("workspace_id","quarter_hour","role","label","model_version"),
	CONSTRAINT "workspace_emotions_messages" CHECK ("workspace_emotions"."messages" >= 0)
);
--> statement-breakpoint
CREATE TABLE "job_attempts" (
	"job_id" uuid NOT NULL,
	"attempt" smallint NOT NULL,
	"webhook_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"status" smallint,
	"latency_ms" integer,
	"answer" text,
	CONSTRAINT "job_attempts_job_id_attempt_pk" PRIMARY KEY("job_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"booking_id" uuid,
	"version" integer,
	"schedule_version" integer,
	"conversation_id" uuid,
	"seq" integer,
	"webhook_id" uuid,
	"event" text,
	"content" jsonb,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"wake_at" timestamp with time zone NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"failures" smallint DEFAULT 0 NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_state" CHECK ("jobs"."state" in ('planned', 'leased', 'running', 'delivered', 'suppressed', 'dead')),
	CONSTRAINT "jobs_channel" CHECK ("jobs"."channel" in ('email', 'conversation', 'webhook', 'booking')),
	CONSTRAINT "jobs_finished" CHECK (("jobs"."finished_at" is not null) = ("jobs"."state" in ('delivered', 'suppressed', 'dead')))
);
--> statement-breakpoint
CREATE TABLE "message_announcements" (
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_announcements_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq")
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
	"follow_ups" jsonb NOT NULL,
	"waitlist_first" boolean DEFAULT false NOT NULL,
	"offer_seconds" integer DEFAULT 900 NOT NULL,
	"calendar_hash" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "waitlist_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"venue_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"conversation_id" uuid,
	"party_size" smallint NOT NULL,
	"earliest" timestamp with time zone NOT NULL,
	"latest" timestamp with time zone NOT NULL,
	"notes" text,
	"booking_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"left_at" timestamp with time zone,
	CONSTRAINT "waitlist_window" CHECK ("waitlist_entries"."earliest" <= "waitlist_entries"."latest")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text,
	"events" text[] NOT NULL,
	"secret" "bytea" NOT NULL,
	"previous_secret" "bytea",
	"previous_until" timestamp with time zone,
	"failing_since" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_events" ADD CONSTRAINT "booking_events_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attention_events" ADD CONSTRAINT "attention_events_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_emotions" ADD CONSTRAINT "conversation_emotions_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_moods" ADD CONSTRAINT "conversation_moods_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_emotions" ADD CONSTRAINT "workspace_emotions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_attempts" ADD CONSTRAINT "job_attempts_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "combinations" ADD CONSTRAINT "combinations_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "venues" ADD CONSTRAINT "venues_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "allocations_calendar" ON "allocations" USING btree ("venue_id","resource_id","span","booking_id","lapses_at");--> statement-breakpoint
CREATE INDEX "booking_events_unplanned" ON "booking_events" USING btree ("at") WHERE planned_at is null;--> statement-breakpoint
CREATE INDEX "bookings_of_venue" ON "bookings" USING btree ("venue_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "bookings_live" ON "bookings" USING btree ("venue_id","starts_at") WHERE state in ('held', 'confirmed', 'seated');--> statement-breakpoint
CREATE INDEX "bookings_of_customer" ON "bookings" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "bookings_of_conversation" ON "bookings" USING btree ("conversation_id","id");--> statement-breakpoint
CREATE INDEX "bookings_of_workspace" ON "bookings" USING btree ("workspace_id","starts_at");--> statement-breakpoint
CREATE INDEX "bookings_held" ON "bookings" USING btree ("venue_id","hold_expires_at") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "bookings_lapsing" ON "bookings" USING btree ("hold_expires_at") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_of_customer" ON "idempotency_keys" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "conversations_newest" ON "conversations" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "conversations_by_customer" ON "conversations" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "conversations_by_channel" ON "conversations" USING btree ("workspace_id","channel","id");--> statement-breakpoint
CREATE INDEX "messages_pending" ON "messages" USING btree ("workspace_id","created_at") WHERE emotion_state = 'pending';--> statement-breakpoint
CREATE INDEX "messages_set_apart" ON "messages" USING btree ("workspace_id","conversation_id") WHERE emotion_state = 'set_apart';--> statement-breakpoint
CREATE INDEX "attention_events_unplanned" ON "attention_events" USING btree ("raised_at") WHERE planned_at is null;--> statement-breakpoint
CREATE INDEX "conversation_moods_attention" ON "conversation_moods" USING btree ("workspace_id","conversation_id") WHERE attention_seq is not null;--> statement-breakpoint
CREATE INDEX "conversation_moods_due" ON "conversation_moods" USING btree ("folded_at") WHERE fold_version <> walked_version;--> statement-breakpoint
CREATE INDEX "emotion_corrections_of_message" ON "emotion_corrections" USING btree ("conversation_id","seq");--> statement-breakpoint
CREATE INDEX "job_attempts_of_webhook" ON "job_attempts" USING btree ("webhook_id","at","job_id");--> statement-breakpoint
CREATE INDEX "jobs_of_booking" ON "jobs" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "jobs_of_conversation" ON "jobs" USING btree ("conversation_id") WHERE conversation_id is not null;--> statement-breakpoint
CREATE INDEX "jobs_waking" ON "jobs" USING btree ("wake_at") WHERE state in ('planned', 'leased', 'running');--> statement-breakpoint
CREATE INDEX "jobs_of_webhook" ON "jobs" USING btree ("webhook_id") WHERE state in ('planned', 'leased', 'running');--> statement-breakpoint
CREATE INDEX "jobs_dead" ON "jobs" USING btree ("workspace_id","finished_at","id") WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX "jobs_told" ON "jobs" USING btree ("finished_at") WHERE booking_id is null and finished_at is not null;--> statement-breakpoint
CREATE INDEX "message_announcements_age" ON "message_announcements" USING btree ("at");--> statement-breakpoint
CREATE INDEX "combinations_of_venue" ON "combinations" USING btree ("venue_id","id");--> statement-breakpoint
CREATE INDEX "resources_of_venue" ON "resources" USING btree ("venue_id","id");--> statement-breakpoint
CREATE INDEX "venues_of_workspace" ON "venues" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "venues_calendar" ON "venues" USING btree ("calendar_hash");--> statement-breakpoint
CREATE INDEX "waitlist_of_venue" ON "waitlist_entries" USING btree ("venue_id","id");--> statement-breakpoint
CREATE INDEX "waitlist_waiting" ON "waitlist_entries" USING btree ("venue_id","id") WHERE booking_id is null and left_at is null;--> statement-breakpoint
CREATE INDEX "waitlist_of_customer" ON "waitlist_entries" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "waitlist_of_booking" ON "waitlist_entries" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "webhooks_of_workspace" ON "webhooks" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "webhooks_of_messages" ON "webhooks" USING btree ("workspace_id") WHERE 'message.created' = any (events) and disabled_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "api_keys_by_workspace" ON "api_keys" USING btree ("workspace_id","id");--> statement-breakpoint
-- Everything above is generated from src/**/tables.ts. Everything below is what drizzle cannot
-- express. Functions, aggregates and triggers are in drizzle/functions.

-- Provides the equality of uuid for the GiST index below.
CREATE EXTENSION IF NOT EXISTS "btree_gist";
--> statement-breakpoint
-- Two allocations of one resource that overlap cannot be stored, whatever the code does. Only live
-- bookings have allocations, so the constraint needs no condition. A statement that needs the place
-- of a lapsed hold deletes that hold's allocations first.
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_no_overlap" EXCLUDE USING gist ("resource_id" WITH =, "span" WITH &&);
--> statement-breakpoint
-- Each message updates the row of its conversation and of its customer. Free space on the page lets
-- PostgreSQL make that a HOT update, which leaves the indexes alone.
ALTER TABLE "conversations" SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE "customers" SET (fillfactor = 80);
--> statement-breakpoint
-- A copy of TRANSITIONS in src/bookings/lifecycle.ts. test/bookings/booking-acts.test.ts proves that
-- the two are equal. A change of TRANSITIONS needs a migration that changes these rows.
INSERT INTO "booking_acts" ("act", "from_states", "to_state") VALUES
	('confirm', '{held}', 'confirmed'),
	('cancel', '{held,confirmed}', 'cancelled'),
	('reschedule', '{held,confirmed}', NULL),
	('seat', '{confirmed}', 'seated'),
	('finish', '{seated}', 'finished'),
	('no_show', '{confirmed}', 'no_show'),
	('change', '{held,confirmed,seated}', NULL);
