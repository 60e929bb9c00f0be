CREATE TABLE "message_announcements" (
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_announcements_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq")
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
ALTER TABLE "booking_events" ADD COLUMN "schedule_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
-- What happened before is not followed up now: those rows count as planned, at no rewrite of the table.
ALTER TABLE "booking_events" ADD COLUMN "planned_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "booking_events" ALTER COLUMN "planned_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "attention_events" ADD COLUMN "planned_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "attention_events" ALTER COLUMN "planned_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "follow_ups" jsonb DEFAULT '{"reminders": [1440, 120], "thankYouAfter": 120, "feedbackUrl": null, "upsell": null, "noShowAfter": null, "channels": ["email", "conversation"]}' NOT NULL;--> statement-breakpoint
ALTER TABLE "venues" ALTER COLUMN "follow_ups" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "waitlist_first" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "offer_seconds" integer DEFAULT 900 NOT NULL;--> statement-breakpoint
ALTER TABLE "venues" ADD COLUMN "calendar_hash" "bytea";--> statement-breakpoint
ALTER TABLE "job_attempts" ADD CONSTRAINT "job_attempts_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_venue_id_venues_id_fk" FOREIGN KEY ("venue_id") REFERENCES "public"."venues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "message_announcements_age" ON "message_announcements" USING btree ("at");--> statement-breakpoint
CREATE INDEX "job_attempts_of_webhook" ON "job_attempts" USING btree ("webhook_id","at","job_id");--> statement-breakpoint
CREATE INDEX "jobs_of_booking" ON "jobs" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "jobs_of_conversation" ON "jobs" USING btree ("conversation_id") WHERE conversation_id is not null;--> statement-breakpoint
CREATE INDEX "jobs_waking" ON "jobs" USING btree ("wake_at") WHERE state in ('planned', 'leased', 'running');--> statement-breakpoint
CREATE INDEX "jobs_of_webhook" ON "jobs" USING btree ("webhook_id") WHERE state in ('planned', 'leased', 'running');--> statement-breakpoint
CREATE INDEX "jobs_dead" ON "jobs" USING btree ("workspace_id","finished_at","id") WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX "jobs_told" ON "jobs" USING btree ("finished_at") WHERE booking_id is null and finished_at is not null;--> statement-breakpoint
CREATE INDEX "waitlist_of_venue" ON "waitlist_entries" USING btree ("venue_id","id");--> statement-breakpoint
CREATE INDEX "waitlist_waiting" ON "waitlist_entries" USING btree ("venue_id","id") WHERE booking_id is null and left_at is null;--> statement-breakpoint
CREATE INDEX "waitlist_of_customer" ON "waitlist_entries" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "waitlist_of_booking" ON "waitlist_entries" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "webhooks_of_workspace" ON "webhooks" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "webhooks_of_messages" ON "webhooks" USING btree ("workspace_id") WHERE 'message.created' = any (events) and disabled_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "booking_events_unplanned" ON "booking_events" USING btree ("at") WHERE planned_at is null;--> statement-breakpoint
CREATE INDEX "attention_events_unplanned" ON "attention_events" USING btree ("raised_at") WHERE planned_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "venues_calendar" ON "venues" USING btree ("calendar_hash");