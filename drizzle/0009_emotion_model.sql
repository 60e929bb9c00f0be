CREATE TABLE "emotion_corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"key_id" uuid NOT NULL,
	"from_label" text,
	"from_valence" smallint,
	"from_model" text,
	"to_label" text NOT NULL,
	"to_valence" smallint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_label";--> statement-breakpoint
ALTER TABLE "conversation_moods" ADD COLUMN "told_seq" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "abstained" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "probabilities" smallint[];--> statement-breakpoint
CREATE INDEX "emotion_corrections_of_message" ON "emotion_corrections" USING btree ("conversation_id","seq");--> statement-breakpoint
-- Checked for what is written from now on; the next migration looks at what is there, without this lock.
ALTER TABLE "messages" ADD CONSTRAINT "messages_abstained" CHECK ("messages"."label" is distinct from 'abstained' or "messages"."abstained" is not null) NOT VALID;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_label" CHECK ("messages"."label" in ('anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise', 'abstained')) NOT VALID;
