-- Until this version, a booking or a waitlist entry in a conversation without a customer left the
-- conversation without one. Each such conversation now gets the customer of its bookings and entries.
--
-- A conversation that several customers share stays without a customer. So does one of an erased
-- customer: erasing that customer again erases the conversation. The statement reads the bookings and
-- the waitlist once, and locks only the conversations that it changes.
WITH linked AS (
  SELECT conversation_id, customer_id FROM bookings WHERE conversation_id IS NOT NULL
  UNION
  SELECT conversation_id, customer_id FROM waitlist_entries WHERE conversation_id IS NOT NULL
),
owned AS (
  SELECT l.conversation_id, (array_agg(l.customer_id))[1] AS customer_id
    FROM linked l JOIN conversations c ON c.id = l.conversation_id AND c.customer_id IS NULL
   GROUP BY l.conversation_id
  HAVING count(*) = 1
),
locked AS (
  SELECT c.id, o.customer_id
    FROM owned o
    JOIN customers g ON g.id = o.customer_id AND g.erased_at IS NULL
    JOIN conversations c ON c.id = o.conversation_id
   WHERE c.customer_id IS NULL
   ORDER BY c.id
     FOR NO KEY UPDATE OF c
)
UPDATE conversations c SET customer_id = l.customer_id FROM locked l WHERE c.id = l.id;
