ALTER TABLE "webhooks" ADD COLUMN "verified_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "challenge_job" uuid;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "challenged_at" timestamp with time zone;