import * as m from 'messages:floor';
import type { MaitredProblem } from '../api.ts';
import { Tick } from '../parts/field.tsx';
import { type Rule, rulesOf } from './acts.ts';

interface AnywayProps {
  readonly problem: MaitredProblem | undefined;
  /** What was refused. */
  readonly sent: FormData | undefined;
}

/**
 * Offers to break the rules of the venue that have refused a request, and those that it has broken
 * before. It offers nothing where these rules were broken already, because that has not helped.
 */
export function Anyway({ problem, sent }: AnywayProps) {
  const before = sent === undefined ? [] : (overrideIn(sent).override ?? []);
  const fresh = rulesOf(problem).filter((rule) => !before.includes(rule));
  if (fresh.length === 0) return null;
  const rules = [...before, ...fresh].join(' ');
  return (
    <div key={rules}>
      <Tick label={m.anyway} name="anyway" />
      <input type="hidden" name="rules" value={rules} />
    </div>
  );
}

/** The rules that a form is to break. */
export function overrideIn(form: FormData): { override?: Rule[] } {
  if (form.get('anyway') === null) return {};
  // The form has these words from rulesOf.
  return { override: String(form.get('rules')).split(' ') as Rule[] };
}
