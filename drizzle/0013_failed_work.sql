CREATE TABLE "failed_work" (
	"work" text NOT NULL,
	"subject" uuid NOT NULL,
	"failures" integer DEFAULT 1 NOT NULL,
	"reason" text NOT NULL,
	"failed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retry_at" timestamp with time zone NOT NULL,
	CONSTRAINT "failed_work_work_subject_pk" PRIMARY KEY("work","subject")
);
--> statement-breakpoint
CREATE INDEX "failed_work_age" ON "failed_work" USING btree ("failed_at");