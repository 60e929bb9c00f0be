-- A migration of its own: a walk locks the moods before the messages, and must never wait for the
-- table that this transaction has while this transaction waits for the other.
DROP INDEX "conversation_moods_due";
