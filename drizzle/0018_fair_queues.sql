CREATE TABLE "webhook_health" (
	"webhook_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"failures" integer NOT NULL,
	"slow" integer NOT NULL,
	"opened" integer NOT NULL,
	"open_until" timestamp with time zone,
	"probe" uuid,
	"spent_in" timestamp with time zone NOT NULL,
	"spent_ms" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "lapses" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_health_of_workspace" ON "webhook_health" USING btree ("workspace_id");--> statement-breakpoint
-- Requests do not write jobs, except erasures and changes of webhooks, so they do not wait while an
-- index is built: about a second for a million jobs. Each holds only jobs that are not finished.
-- Consumers that cannot write meanwhile try again. On a database with many millions of jobs, build
-- the three indexes before the migration with CREATE INDEX CONCURRENTLY and the same text. They are
-- then left as they are.
CREATE INDEX IF NOT EXISTS "jobs_waking_guests" ON "jobs" USING btree ("workspace_id","wake_at") WHERE lower(state) in ('planned', 'leased', 'running') and channel <> 'webhook';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "jobs_waking_webhooks" ON "jobs" USING btree ("workspace_id","webhook_id","wake_at") WHERE lower(state) in ('planned', 'leased', 'running') and channel = 'webhook';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "jobs_running" ON "jobs" USING btree ("workspace_id") WHERE lower(state) = 'running';
