CREATE TABLE "attention_events" (
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"mood" smallint NOT NULL,
	"label" text NOT NULL,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attention_events_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq")
);
--> statement-breakpoint
CREATE TABLE "conversation_moods" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"as_of_seq" integer DEFAULT 0 NOT NULL,
	"mood" smallint DEFAULT 0 NOT NULL,
	"attention_seq" integer,
	"attention_mood" smallint,
	"attention_label" text,
	"attention_at" timestamp with time zone,
	"fold_version" integer DEFAULT 0 NOT NULL,
	"walked_version" integer DEFAULT 0 NOT NULL,
	"folded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"channel" text NOT NULL,
	"customer_id" uuid,
	"last_seq" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_message_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "conversations_external_id" UNIQUE("workspace_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"external_id" text,
	"name" text,
	"email" text,
	"phone" text,
	"locale" text,
	"time_zone" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "customers_erased_is_empty" CHECK ("customers"."erased_at" is null or num_nonnulls("customers"."external_id", "customers"."name", "customers"."email", "customers"."phone", "customers"."locale", "customers"."time_zone") = 0)
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"id" text NOT NULL,
	"role" text NOT NULL,
	"text" text,
	"metadata" jsonb,
	"sent_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"digest" "bytea" NOT NULL,
	"label" text,
	"confidence" smallint,
	"valence" smallint,
	"model_version" text,
	"emotion_state" text NOT NULL,
	"fold_attempts" smallint DEFAULT 0 NOT NULL,
	"fold_error" text,
	CONSTRAINT "messages_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq"),
	CONSTRAINT "messages_id" UNIQUE("conversation_id","id"),
	CONSTRAINT "messages_role" CHECK ("messages"."role" in ('customer', 'assistant', 'agent', 'system')),
	CONSTRAINT "messages_emotion_state" CHECK ("messages"."emotion_state" in ('none', 'pending', 'folded', 'set_apart', 'erased')),
	CONSTRAINT "messages_label" CHECK ("messages"."label" in ('anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise')),
	CONSTRAINT "messages_valence" CHECK ("messages"."valence" between -1000 and 1000),
	CONSTRAINT "messages_confidence" CHECK ("messages"."confidence" between 0 and 1000),
	CONSTRAINT "messages_emotion_is_whole" CHECK (num_nonnulls("messages"."label", "messages"."valence", "messages"."model_version") in (0, 3)),
	CONSTRAINT "messages_erased_is_empty" CHECK ("messages"."emotion_state" <> 'erased' or num_nonnulls("messages"."text", "messages"."metadata", "messages"."label") = 0)
);
--> statement-breakpoint
CREATE TABLE "conversation_emotions" (
	"conversation_id" uuid NOT NULL,
	"role" text NOT NULL,
	"label" text NOT NULL,
	"model_version" text NOT NULL,
	"messages" bigint NOT NULL,
	"valence_sum" bigint NOT NULL,
	"valence_squares" bigint NOT NULL,
	CONSTRAINT "conversation_emotions_conversation_id_role_label_model_version_pk" PRIMARY KEY("conversation_id","role","label","model_version"),
	CONSTRAINT "conversation_emotions_messages" CHECK ("conversation_emotions"."messages" >= 0)
);
--> statement-breakpoint
CREATE TABLE "workspace_emotions" (
	"workspace_id" uuid NOT NULL,
	"quarter_hour" timestamp with time zone NOT NULL,
	"role" text NOT NULL,
	"label" text NOT NULL,
	"model_version" text NOT NULL,
	"messages" bigint NOT NULL,
	"valence_sum" bigint NOT NULL,
	"valence_squares" bigint NOT NULL,
	CONSTRAINT "workspace_emotions_workspace_id_quarter_hour_role_label_model_version_pk" PRIMARY KEY("workspace_id","quarter_hour","role","label","model_version"),
	CONSTRAINT "workspace_emotions_messages" CHECK ("workspace_emotions"."messages" >= 0)
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attention_events" ADD CONSTRAINT "attention_events_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_moods" ADD CONSTRAINT "conversation_moods_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_emotions" ADD CONSTRAINT "conversation_emotions_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_emotions" ADD CONSTRAINT "workspace_emotions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_moods_attention" ON "conversation_moods" USING btree ("workspace_id","conversation_id") WHERE attention_seq is not null;--> statement-breakpoint
CREATE INDEX "conversation_moods_due" ON "conversation_moods" USING btree ("folded_at") WHERE fold_version <> walked_version;--> statement-breakpoint
CREATE INDEX "conversations_newest" ON "conversations" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "conversations_by_customer" ON "conversations" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "conversations_by_channel" ON "conversations" USING btree ("workspace_id","channel","id");--> statement-breakpoint
CREATE INDEX "messages_pending" ON "messages" USING btree ("workspace_id","created_at") WHERE emotion_state = 'pending';--> statement-breakpoint
CREATE INDEX "messages_set_apart" ON "messages" USING btree ("workspace_id","conversation_id") WHERE emotion_state = 'set_apart';--> statement-breakpoint
CREATE INDEX "api_keys_by_workspace" ON "api_keys" USING btree ("workspace_id","id");