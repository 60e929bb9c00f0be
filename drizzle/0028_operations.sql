-- Requests lock webhooks before jobs, so the migration does too.
CREATE INDEX "webhooks_of_operations" ON "webhooks" USING btree ("id") WHERE 'operations.status_changed' = any (events);--> statement-breakpoint
CREATE TABLE "light_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"light" text NOT NULL,
	"former" text,
	"kind" text NOT NULL,
	"signals" jsonb NOT NULL,
	CONSTRAINT "light_changes_kind" CHECK ("light_changes"."kind" in ('evaluated', 'not_evaluated'))
);
--> statement-breakpoint
CREATE TABLE "maintenance_windows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "maintenance_windows_length" CHECK ("maintenance_windows"."starts_at" < "maintenance_windows"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "platform_light" (
	"is_current" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"light" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"evaluated_at" timestamp with time zone NOT NULL,
	"signals" jsonb NOT NULL,
	CONSTRAINT "platform_light_current" CHECK ("platform_light"."is_current"),
	CONSTRAINT "platform_light_light" CHECK ("platform_light"."light" in ('grey', 'green', 'yellow', 'orange', 'red'))
);
--> statement-breakpoint
CREATE TABLE "counted_samples" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "latency_of_regions" (
	"grain" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"measured" text NOT NULL,
	"outcome" text NOT NULL,
	"requests" bigint NOT NULL,
	"slow" bigint NOT NULL,
	"total" numeric NOT NULL,
	"in_database" numeric NOT NULL,
	"wait" numeric NOT NULL,
	"region" text NOT NULL,
	CONSTRAINT "latency_of_regions_grain_measured_at_region_outcome_pk" PRIMARY KEY("grain","measured","at","region","outcome"),
	CONSTRAINT "latency_of_regions_grain" CHECK (grain in ('minute', 'hour', 'day'))
);
--> statement-breakpoint
CREATE TABLE "latency_of_workspaces" (
	"workspace_id" uuid NOT NULL,
	"grain" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"measured" text NOT NULL,
	"outcome" text NOT NULL,
	"requests" bigint NOT NULL,
	"slow" bigint NOT NULL,
	"total" numeric NOT NULL,
	"in_database" numeric NOT NULL,
	"wait" numeric NOT NULL,
	CONSTRAINT "latency_of_workspaces_workspace_id_grain_measured_at_outcome_pk" PRIMARY KEY("workspace_id","grain","measured","at","outcome"),
	CONSTRAINT "latency_of_workspaces_grain" CHECK (grain in ('minute', 'hour', 'day'))
);
--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "light_change" uuid;--> statement-breakpoint
ALTER TABLE "latency_of_workspaces" ADD CONSTRAINT "latency_of_workspaces_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "light_changes_at" ON "light_changes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "maintenance_windows_end" ON "maintenance_windows" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "counted_samples_age" ON "counted_samples" USING btree ("at");--> statement-breakpoint
CREATE INDEX "latency_of_regions_age" ON "latency_of_regions" USING btree (lower("grain"),"at");--> statement-breakpoint
CREATE INDEX "latency_of_workspaces_age" ON "latency_of_workspaces" USING btree (lower("grain"),"at");--> statement-breakpoint
-- Some rows are updated with each batch of the queues. See docs/database.md.
alter table latency_of_regions set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
alter table latency_of_workspaces set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
-- The row is updated each minute.
alter table platform_light set (fillfactor = 50);
