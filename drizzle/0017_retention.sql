CREATE TABLE "retentions" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"conversations_days" integer,
	"bookings_days" integer,
	"wake_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failures" smallint DEFAULT 0 NOT NULL,
	"fault" text,
	"position" jsonb DEFAULT '{}' NOT NULL,
	CONSTRAINT "retentions_days" CHECK ("retentions"."conversations_days" >= 30 and "retentions"."bookings_days" >= 30)
);
--> statement-breakpoint
ALTER TABLE "retentions" ADD CONSTRAINT "retentions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "retentions_waking" ON "retentions" USING btree ("wake_at");