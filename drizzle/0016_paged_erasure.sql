CREATE TABLE "erasures" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"wake_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failures" smallint DEFAULT 0 NOT NULL,
	"fault" text,
	"position" jsonb DEFAULT '{}' NOT NULL,
	"conversations" integer DEFAULT 0 NOT NULL,
	"messages" integer DEFAULT 0 NOT NULL,
	"statistics_subtracted" integer DEFAULT 0 NOT NULL,
	"bookings" integer DEFAULT 0 NOT NULL,
	"jobs" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erasures_running" ON "erasures" USING btree ("workspace_id","wake_at") WHERE finished_at is null;
--> statement-breakpoint
-- Customers that were erased before this version: the sweep erases again what that version has left,
-- such as the digests of messages.
INSERT INTO "erasures" ("customer_id", "workspace_id", "requested_at")
SELECT "id", "workspace_id", "erased_at" FROM "customers" WHERE "erased_at" IS NOT NULL;