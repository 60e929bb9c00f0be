CREATE TABLE "mailed_addresses" (
	"workspace_id" uuid NOT NULL,
	"address" "bytea" NOT NULL,
	"day" date NOT NULL,
	"sent" integer NOT NULL,
	"unsubscribed_at" timestamp with time zone,
	CONSTRAINT "mailed_addresses_workspace_id_address_pk" PRIMARY KEY("workspace_id","address")
);
--> statement-breakpoint
ALTER TABLE "mailed_addresses" ADD CONSTRAINT "mailed_addresses_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mailed_addresses_counted" ON "mailed_addresses" USING btree ("day") WHERE unsubscribed_at is null;