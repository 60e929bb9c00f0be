CREATE TABLE "customer_changes" (
	"customer_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"key_id" uuid,
	"fields" text[] NOT NULL,
	CONSTRAINT "customer_changes_customer_id_number_pk" PRIMARY KEY("customer_id","number")
);
--> statement-breakpoint
ALTER TABLE "customer_changes" ADD CONSTRAINT "customer_changes_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;