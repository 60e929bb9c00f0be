-- The list of conversations in need of attention in the order in which they wait. Folds wait while the
-- index is built: about a second for a million moods. On a database with many millions, build it before
-- the migration with CREATE INDEX CONCURRENTLY and the same text. It is then left as it is.
CREATE INDEX IF NOT EXISTS "conversation_moods_waiting" ON "conversation_moods" USING btree ("workspace_id","attention_at","conversation_id") WHERE attention_seq is not null;
