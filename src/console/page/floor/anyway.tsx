import * as m from 'messages:floor';
import type { MaitredProblem } from '../api.ts';
import { Tick } from '../parts/field.tsx';
import { type Rule, rulesOf } from './acts.ts';

/** Offers to break the rules of the venue that have refused a request. */
export function Anyway({ problem }: { readonly problem: MaitredProblem | undefined }) {
  const rules = rulesOf(problem);
  if (rules.length === 0) return null;
  return (
    <>
      <Tick label={m.anyway} name="anyway" />
      <input type="hidden" name="rules" value={rules.join(' ')} />
    </>
  );
}

/** The rules that a form is to break. */
export function overrideIn(form: FormData): { override?: Rule[] } {
  if (form.get('anyway') === null) return {};
  // The form has these words from rulesOf.
  return { override: String(form.get('rules')).split(' ') as Rule[] };
}
