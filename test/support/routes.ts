import { describeApi } from '../../scripts/api-description/describe-api.ts';
import {
  EXAMPLES,
  type ExampleRequest,
  fillExample,
} from '../../scripts/api-description/examples.ts';

/** A route with an example request. */
export interface Route {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The scopes of which a key needs each. */
  readonly scopes: readonly string[];
  /** The class of its answers, as the route names it. */
  readonly cacheClass: string;
  readonly example: ExampleRequest;
}

const described = Object.entries(describeApi('0.0.0').paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, { operationId, security, 'x-cache-class': cacheClass }]) => ({
      id: operationId,
      method,
      path,
      scopes: security?.[0]?.['apiKey'] ?? [],
      cacheClass,
    }),
  ),
);

/** Every route of the API, in an order in which all examples succeed. */
export const ROUTES: readonly Route[] = Object.entries(EXAMPLES).map(([id, example]) => {
  const route = described.find((each) => each.id === id);
  if (route === undefined) throw new Error(`an example of no operation: ${id}`);
  return { ...route, example };
});

/** The ids of all operations of the description. */
export const OPERATION_IDS = described.map(({ id }) => id);

/** The request of the example with the ids of existing rows. */
export function fillRoute({ method, path, example }: Route, ids: Readonly<Record<string, string>>) {
  const { query = {}, body, use = {} } = fillExample(example, ids);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[use[name] ?? name] ?? name);
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return {
    method: method.toUpperCase(),
    path: search.size === 0 ? filled : `${filled}?${search}`,
    body,
  };
}
