import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type {
  ApiDescription,
  Operation,
  Parameter,
  Schema,
} from '../api-description/describe-api.ts';

/** Operations that are safe to retry because their body has an `id`. */
const REPEATED_BY_BODY_ID = ['storeMessage'];

interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/**
 * Writes the client's module `api.ts`: the types of the API, one method for each operation, and the
 * table that describes how to send each operation.
 */
export async function generateApi(description: ApiDescription): Promise<string> {
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Described => ({ method, path, operation })),
  );
  const types = await writeTypes(description, operations);
  return `// Generated from the API's description by \`npm run generate:client\`. Do not edit.
import type { OperationSpec, RequestOptions } from './operation.ts';

${types}
/** The operations of the API. Each throws a MaitredProblem when it does not succeed. */
export interface MaitredApi {
${operations.map(writeMethod).join('\n')}
}

export const OPERATIONS: Record<keyof MaitredApi, OperationSpec> = {
${operations.map(writeSpec).join('\n')}
};
`;
}

async function writeTypes(description: ApiDescription, operations: readonly Described[]) {
  const inputs = operations.map((each) => [inputName(each), inputSchema(each.operation)] as const);
  const outputs = operations.flatMap((each) => {
    const schema = outputSchema(each.operation);
    return schema === undefined || schema.$ref !== undefined || schema['type'] === 'string'
      ? []
      : [[outputName(each), schema] as const];
  });
  const root = {
    $defs: {
      ...description.components.schemas,
      ...Object.fromEntries(inputs),
      ...Object.fromEntries(outputs),
    },
  };
  // json-schema-to-typescript writes each schema under $defs under its own name.
  const written = JSON.stringify(root, (key, value) =>
    key === 'example' || key === 'examples' ? undefined : withoutRemark(value),
  ).replaceAll('#/components/schemas/', '#/$defs/');
  const schema: JSONSchema = JSON.parse(written);
  const text = await compile(schema, 'Unused', {
    additionalProperties: false,
    bannerComment: '',
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 100 },
  });
  // The root type is empty, because the root schema has only definitions. It is removed, with the
  // comments that refer to it.
  return text
    .replace(/^export interface Unused \{[\s\S]*?\n?\}\n/m, '')
    .replace(/ \*\n \* This interface was referenced by `Unused`[\s\S]*?(?=\n \*\/)/g, '')
    .replace(/\/\*\*\n \* This interface was referenced by `Unused`[\s\S]*?\*\/\n/g, '');
}

/**
 * Replaces a reference with a description by the reference alone. Otherwise
 * json-schema-to-typescript would write a separate type for it.
 */
function withoutRemark(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('allOf' in value)) return value;
  const { allOf } = value;
  if (!Array.isArray(allOf) || allOf.length !== 2) return value;
  const isRemark = Object.keys(allOf[1]).every((key) => key === 'description');
  return isRemark ? allOf[0] : value;
}

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const camel = (header: string) =>
  header.toLowerCase().replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const inputName = ({ operation }: Described) => `${pascal(operation.operationId)}Input`;
const outputName = ({ operation }: Described) => `${pascal(operation.operationId)}Output`;

const fieldOf = ({ name, in: place }: Parameter) => (place === 'header' ? camel(name) : name);

/** The schema of an input: path, query and header parameters as fields, and the body as `body`. */
function inputSchema({ parameters = [], requestBody }: Operation): Schema {
  const fields = parameters.map((parameter) => [
    fieldOf(parameter),
    // A description next to a reference would give it a separate type.
    parameter.schema.$ref === undefined
      ? {
          ...parameter.schema,
          description: parameter.description ?? parameter.schema['description'],
        }
      : parameter.schema,
  ]);
  const required = parameters
    .filter((parameter) => parameter.in === 'path' || parameter.required === true)
    .map(fieldOf);
  const body = requestBody?.content['application/json']?.schema;
  return {
    type: 'object',
    properties: Object.fromEntries(body === undefined ? fields : [...fields, ['body', body]]),
    required: requestBody?.required === true ? [...required, 'body'] : required,
    additionalProperties: false,
  };
}

function outputSchema({ responses }: Operation): Schema | undefined {
  const success = Object.entries(responses).find(([status]) => /^2/.test(status))?.[1];
  return Object.values(success?.content ?? {})[0]?.schema;
}

function writeMethod(each: Described): string {
  const { operation } = each;
  const input = inputSchema(operation);
  const isOptional = (input['required'] as string[]).length === 0;
  const output = outputSchema(operation);
  const type =
    output === undefined
      ? 'void'
      : output.$ref !== undefined
        ? (output.$ref.split('/').at(-1) ?? 'unknown')
        : output['type'] === 'string'
          ? 'string'
          : outputName(each);
  const text = [operation.summary, operation.description].filter(Boolean).join('.\n\n');
  const comment = text.split('\n').map((line) => `   * ${line}`.trimEnd());
  return [
    '  /**',
    ...comment,
    '   */',
    `  ${operation.operationId}(input${isOptional ? '?' : ''}: ${inputName(each)}, options?: RequestOptions): Promise<${type}>;`,
  ].join('\n');
}

function writeSpec({ method, path, operation }: Described): string {
  const parameters = operation.parameters ?? [];
  const query = parameters.filter((each) => each.in === 'query').map(({ name }) => name);
  const headers = parameters.filter((each) => each.in === 'header').map((each) => each.name);
  const spec = {
    method: method.toUpperCase(),
    path,
    ...(query.length === 0 ? {} : { query }),
    ...(headers.length === 0
      ? {}
      : { headers: Object.fromEntries(headers.map((name) => [camel(name), name])) }),
    repeat: repeatOf(method, operation, headers),
    ...(outputSchema(operation) === undefined ? { isEmpty: true } : {}),
  };
  return `  ${operation.operationId}: ${JSON.stringify(spec)},`;
}

/**
 * Why a retry of an operation is safe.
 * @throws for a write without an Idempotency-Key, which no retry would be safe for
 */
function repeatOf(method: string, { operationId }: Operation, headers: readonly string[]) {
  if (REPEATED_BY_BODY_ID.includes(operationId)) return 'body.id';
  if (headers.some((header) => header.toLowerCase() === 'idempotency-key')) return 'header';
  if (method === 'get') return 'same';
  throw new Error(`${operationId} is a write that takes no Idempotency-Key`);
}
