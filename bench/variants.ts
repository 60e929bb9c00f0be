/** What is measured, in this order; the statement alone comes first. */
export const VARIANTS = {
  statement: 'the statement alone (pgbench, prepared)',
  maitred: 'Maitred',
  bare: 'a bare Worker, the same statement',
  trivial: 'a trivial Worker, one fetch',
  one: 'Fastify + pg, one statement',
  naive: 'Fastify + pg, naive',
  after: 'the earlier system, after',
  before: 'the earlier system, before',
} as const;
export type VariantName = keyof typeof VARIANTS;

/** All of them, in their order. */
export const VARIANT_NAMES = Object.keys(VARIANTS) as [VariantName, ...VariantName[]];
