-- Dropping an index waits for the statements that use the table, and for a moment nobody else can use
-- it. This migration locks no other table, so that nothing else is waited for meanwhile.
DROP INDEX "messages_pending";--> statement-breakpoint
DROP INDEX "messages_set_apart";
