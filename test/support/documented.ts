import { describeApi } from '../../scripts/api-description/describe-api.ts';
import { problemSchema } from '../../src/platform/route.ts';

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
 * operation does not list, or a problem with a member that the description lacks. Undefined for paths
 * that no operation has.
 * @param problem the body of a problem; undefined for an answer that is none
 */
export function undocumented(
  method: string,
  path: string,
  status: number,
  problem: { readonly code: string } | undefined,
): string | undefined {
  const operation = operations.find(
    (each) => each.method === method && each.pattern.test(path.split('?')[0] ?? ''),
  );
  if (operation === undefined) return undefined;
  const { operationId, responses } = operation;
  const documented = responses[status];
  if (documented === undefined) return `${operationId} does not document the status ${status}`;
  if (problem === undefined) return undefined;
  if (!documented.description.includes(`\`${problem.code}\``)) {
    return `${operationId} does not document the code ${problem.code}`;
  }
  const described = problemSchema.safeParse(problem);
  if (!described.success) return `a problem is not as described: ${described.error.message}`;
  // Parsing leaves out the members that the schema does not have.
  const known = new Set(membersOf(described.data));
  const unknown = membersOf(problem).filter((member) => !known.has(member));
  return unknown.length === 0
    ? undefined
    : `the description of problems lacks ${unknown.join(', ')}`;
}

/** The paths of all members of a JSON value, such as `missing.start`, without positions in arrays. */
function membersOf(value: unknown, of = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => membersOf(each, of));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    `${of}${name}`,
    ...membersOf(each, `${of}${name}.`),
  ]);
}
