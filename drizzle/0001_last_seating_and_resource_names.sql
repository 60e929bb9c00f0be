ALTER TABLE "venues" ADD COLUMN "last_seating" smallint;--> statement-breakpoint
-- Live resources of one venue get different names: every one but the oldest gets the end of its id.
UPDATE "resources" r SET "name" = left(r."name", 110) || ' ' || right(r."id"::text, 8)
 WHERE r."deleted_at" IS NULL AND EXISTS (
   SELECT FROM "resources" o
    WHERE o."venue_id" = r."venue_id" AND o."name" = r."name" AND o."deleted_at" IS NULL
      AND o."id" < r."id");--> statement-breakpoint
CREATE UNIQUE INDEX "resources_name" ON "resources" USING btree ("venue_id","name") WHERE deleted_at is null;
