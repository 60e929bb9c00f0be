-- A constraint trigger cannot be replaced, so it is here and not in drizzle/functions, where the body of
-- its function is. This body does nothing: until the real one is applied, the sweep stores the blocks
-- anew, as before.
CREATE FUNCTION fill_gap_v1() RETURNS trigger LANGUAGE plpgsql AS $$ begin return null; end $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER allocations_fill_gap
AFTER DELETE OR UPDATE OF span ON allocations
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (old.is_in_block)
EXECUTE FUNCTION fill_gap_v1();
