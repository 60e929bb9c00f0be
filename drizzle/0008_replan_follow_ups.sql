ALTER TABLE "venues" ADD COLUMN "replan_from" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "venues_replanning" ON "venues" USING btree ("replan_from") WHERE replan_from is not null;