import { invalidField } from '../platform/problem.ts';
import { type EndpointRules, refuseEndpointUrl } from './endpoint-url.ts';

/** @throws Problem invalid_field when an endpoint may not have this URL */
export function refuseUrl(url: string, rules: EndpointRules): void {
  const message = refuseEndpointUrl(url, rules);
  if (message !== undefined) throw invalidField('body.url', message);
}
