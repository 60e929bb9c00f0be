-- No request waits for these locks. They wait for a vacuum of their table.
-- The settings are explained in docs/database.md. A fillfactor applies to pages that are filled from
-- now on.
alter table messages set (autovacuum_vacuum_scale_factor = 0.02);
--> statement-breakpoint
alter table conversation_moods set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
alter table conversation_emotions set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
alter table conversations set (autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
alter table pending_messages
  set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
--> statement-breakpoint
alter table due_moods
  set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
