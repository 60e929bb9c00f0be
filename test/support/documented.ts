import { describeApi } from '../../scripts/api-description/describe-api.ts';

const operations = Object.entries(describeApi('0.0.0').paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, responses }]) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    operationId,
    responses,
  })),
);

/**
 * What is wrong with an answer by the API's description: a status or a problem's code that its
 * operation does not list. Undefined for paths that no operation has.
 */
export function undocumented(
  method: string,
  path: string,
  status: number,
  code: string | undefined,
): string | undefined {
  const operation = operations.find(
    (each) => each.method === method && each.pattern.test(path.split('?')[0] ?? ''),
  );
  if (operation === undefined) return undefined;
  const { operationId, responses } = operation;
  const documented = responses[status];
  if (documented === undefined) return `${operationId} does not document the status ${status}`;
  return code === undefined || documented.description.includes(`\`${code}\``)
    ? undefined
    : `${operationId} does not document the code ${code}`;
}
