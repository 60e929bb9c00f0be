/** The measured variants, in the order of measurement. */
export const VARIANTS = {
  statement: 'the statement alone (pgbench, prepared)',
  floor: 'the floor: a Node process, one statement over HTTP',
  maitred: 'Maitred',
  bare: 'a bare Worker, the same statement',
  lean: 'a lean Worker, the same statement as fixed text',
  cte: 'a bare Worker, the CTE statement',
  trivial: 'a trivial Worker, one fetch',
  one: 'Fastify + pg, one statement',
  naive: 'Fastify + pg, naive',
  after: 'the earlier system, after',
  before: 'the earlier system, before',
} as const;
export type VariantName = keyof typeof VARIANTS;

/** The names of all variants, in the same order. */
export const VARIANT_NAMES = Object.keys(VARIANTS) as [VariantName, ...VariantName[]];
