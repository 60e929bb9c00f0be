-- One step of the mood in thousandths, as src/emotions/mood.ts computes it. Each labelled message
-- of the customer moves the mood half the way to the message's valence. A message of an agent
-- resets it to zero.
--
-- A SQL-standard body (`return`) is parsed once, not in each statement that inlines the function.
-- It may call built-in functions only (see docs/database.md).
create or replace function mood_step_v1(p_mood int, p_role text, p_valence smallint) returns int
language sql immutable parallel safe
return case when p_role = 'agent' then 0
            when p_role = 'customer' and p_valence is not null
              then p_mood + (p_valence - p_mood) / 2
            else p_mood end;
--> statement-breakpoint
-- The mood after a series of messages. Call it with `order by seq`.
create or replace aggregate mood_v1 (text, smallint) (
  sfunc = mood_step_v1, stype = int, initcond = '0'
);
