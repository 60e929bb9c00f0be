CREATE TABLE "customer_index" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"keys" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_indexing" (
	"is_current" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"position" uuid NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "customer_indexing_current" CHECK ("customer_indexing"."is_current")
);
--> statement-breakpoint
CREATE TABLE "customer_keys" (
	"workspace_id" uuid NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"customer_id" uuid NOT NULL,
	CONSTRAINT "customer_keys_workspace_id_key_customer_id_pk" PRIMARY KEY("workspace_id","key","customer_id")
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "preferences" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "staff_notes" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "merged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "merged_ids" uuid[];--> statement-breakpoint
CREATE INDEX "customer_index_seen" ON "customer_index" USING btree ("workspace_id","seen_at","customer_id");--> statement-breakpoint
-- NOT VALID: every row that is written from now on is checked. The stored rows are not read, because
-- their new columns are empty.
ALTER TABLE "customers" ADD CONSTRAINT "customers_gone_is_empty" CHECK ("customers"."erased_at" is null and "customers"."merged_into" is null or "customers"."tags" = '{}' and num_nonnulls("customers"."preferences", "customers"."staff_notes") = 0) NOT VALID;
--> statement-breakpoint
-- The sweep indexes the customers that exist, from the first one on.
insert into customer_indexing (position) values ('00000000-0000-0000-0000-000000000000');
