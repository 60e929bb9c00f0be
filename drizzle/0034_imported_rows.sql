CREATE TABLE "imported_rows" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"digest" "bytea",
	"customer_id" uuid,
	"booking_id" uuid,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "imported_rows_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "imported_rows" ADD CONSTRAINT "imported_rows_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_rows" ADD CONSTRAINT "imported_rows_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imported_rows_of_customer" ON "imported_rows" USING btree ("customer_id") WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX "imported_rows_of_booking" ON "imported_rows" USING btree ("booking_id") WHERE booking_id is not null;