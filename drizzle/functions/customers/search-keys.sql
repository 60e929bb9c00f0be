-- A text in which upper and lower case are the same. lower() knows only ASCII in a database with the
-- locale C, so the other letters of Latin, Greek and Cyrillic that have no accents are listed.
create or replace function fold_case_v1(p_text text) returns text
language sql immutable strict parallel safe
return translate(lower(p_text),
  'ØŁĐÐÞÆŒẞĦŦΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄІЇЁЂЈЉЊЋЏҐ',
  'øłđðþæœßħŧαβγδεζηθικλμνξοπρστυφχψωσабвгдежзийклмнопрстуфхцчшщъыьэюяєіїёђјљњћџґ');
--> statement-breakpoint
-- The words of a name as they are searched: without accents, case and punctuation, at most twelve, each
-- of at most 64 characters. Accents are the combining marks that remain when Unicode's compatibility
-- decomposition (NFKD) has separated them from their letters; no extension of PostgreSQL is needed.
-- Letters that have no decomposition are replaced as they are commonly written: ø by o, ß by ss.
--
-- With p_joined, parts that an apostrophe or a hyphen separates are also one word: Anne-Marie has the
-- words anne, marie and annemarie.
--
-- The characters that separate words are listed, because \w depends on the locale of the database.
create or replace function name_words_v1(p_name text, p_joined boolean) returns text[]
language plpgsql immutable strict parallel safe
as $$
declare
  v_plain text := fold_case_v1(regexp_replace(
    normalize(p_name, nfkd), '[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]', '', 'g'));
  v_all text;
begin
  v_plain := replace(replace(replace(replace(translate(v_plain, 'øłđðħŧı', 'olddhti'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  v_all := v_plain;
  if p_joined then
    v_all := v_all || ' ' || regexp_replace(v_plain, '[''’ʼ\u2010\u2011-]', '', 'g');
  end if;
  return array(
    select w.word
      from (
        select left(x.word, 64) as word, min(x.at) as at
          from regexp_split_to_table(
                 v_all,
                 '[\s\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u02bc\u2010-\u2027\u3001-\u3003\u30fb]+'
               ) with ordinality as x (word, at)
         where x.word <> ''
         group by 1
         order by 2
         limit 12
      ) w
     order by w.at);
end
$$;
--> statement-breakpoint
-- The keys by which a customer is found. The first letter says what a key is: `n` a word of the name,
-- `e` the email address without case, `p` the digits of the telephone number as it was given, `t` a tag.
-- The key `r` says that the guest may not book.
-- A customer is also found by the name, the address and the number of those that were merged into it. A
-- customer that is erased or merged away has no keys.
create or replace function search_keys_v1(g customers) returns text[]
language plpgsql stable
set enable_seqscan = off
as $$
begin
  if g.erased_at is not null or g.merged_into is not null then
    return '{}';
  end if;
  return array(
    select distinct x.k
      from (select g.name, g.email, g.phone
            union all
            select m.name, m.email, m.phone
              from unnest(g.merged_ids) as n (id)
              cross join lateral (select * from customers where id = n.id offset 0) m) c
      cross join lateral (
        select 'n' || w from unnest(name_words_v1(c.name, true)) w
        union all
        select 'e' || fold_case_v1(c.email)
        union all
        select 'p' || nullif(regexp_replace(c.phone, '[^0-9]', '', 'g'), '')
      ) x (k)
     where x.k is not null
    union
    select 't' || t from unnest(g.tags) t
    union
    select 'r' where g.refused_at is not null
     order by 1);
end
$$;
