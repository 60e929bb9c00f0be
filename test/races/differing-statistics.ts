import type { RealPostgres } from './real-postgres.ts';

/**
 * Computes every statistic from the messages, with SQL of its own, and returns the rows that
 * differ.
 */
export const differingStatistics = (postgres: RealPostgres) =>
  postgres.rows(`
    with told as (
      select 'c' || conversation_id::text as key, role, label, model_version, messages::bigint,
             valence_sum::bigint, valence_squares::bigint from conversation_emotions
      union all
      select 'w' || workspace_id || extract(epoch from quarter_hour)::bigint, role, label,
             model_version, messages::bigint, valence_sum::bigint, valence_squares::bigint
        from workspace_emotions
    ), counted as (
      select 'c' || conversation_id::text as key, role, label, model_version, count(*)::bigint,
             sum(valence)::bigint, sum(power(valence::numeric, 2))::bigint
        from messages where label is not null group by 1, 2, 3, 4
      union all
      select 'w' || workspace_id || (floor(extract(epoch from sent_at) / 900) * 900)::bigint, role, label,
             model_version, count(*)::bigint, sum(valence)::bigint, sum(power(valence::numeric, 2))::bigint
        from messages where label is not null group by 1, 2, 3, 4
    )
    (select key, role, label, model_version from (table told except all table counted) a)
    union all
    (select key, role, label, model_version from (table counted except all table told) b)`);
