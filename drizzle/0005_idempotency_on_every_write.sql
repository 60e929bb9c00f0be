-- The table holds the keys of a day. Requests with a key wait while the indexes are built, which takes
-- about a second for a million keys. Only the sweep reads the index that is dropped: that of the
-- previous Worker reads the whole table until the new Worker is deployed.
DROP INDEX "idempotency_keys_age";--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "operation" text;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "status" smallint;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "thing_id" uuid;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "version" integer;--> statement-breakpoint
CREATE INDEX "idempotency_keys_answered" ON "idempotency_keys" USING btree ("created_at") WHERE answer is not null;--> statement-breakpoint
CREATE INDEX "idempotency_keys_emptied" ON "idempotency_keys" USING btree ("created_at") WHERE answer is null;