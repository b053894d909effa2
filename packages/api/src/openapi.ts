/** The control plane as an OpenAPI 3.1 document, derived from `ROUTES`. */
import { z } from 'zod';
import { PERMISSIONS } from './permission.ts';
import { REFUSALS, problemShape } from './refusal.ts';
import type { RefusalName } from './refusal.ts';
import { COMMON_REFUSALS, ROUTES } from './routes.ts';
import type { Route } from './routes.ts';

type Schema = z.core.JSONSchema.BaseSchema;

export interface OpenApi {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

const MEDIA = { json: 'application/json', lines: 'application/x-ndjson', text: 'text/plain' } as const;

/** Describes the contract; `version` is that of Headgate. */
export function openApi(version: string): OpenApi {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const path = route.path.replaceAll(/:([a-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Headgate control plane', version },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: schemaOf(problemShape, 'output') },
    },
  };
}

function operationOf(name: string, route: Route): unknown {
  return {
    operationId: name,
    summary: route.summary,
    ...(route.permission === null
      ? { security: [] }
      : { security: [{ token: [] }], description: PERMISSIONS[route.permission].meaning }),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }),
    responses: {
      200: {
        description: 'The answer.',
        content: { [MEDIA[route.media]]: { schema: schemaOf(route.answer, 'output') } },
      },
      ...refusalsOf([...route.refusals, ...COMMON_REFUSALS]),
    },
  };
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): unknown[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input');
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: each,
  }));
}

function refusalsOf(names: readonly RefusalName[]): Record<string, unknown> {
  const byStatus = new Map<number, string[]>();
  for (const name of names) {
    const { status, meaning } = REFUSALS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${name}\`: ${meaning}`]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, meanings]) => [status, { description: meanings.join(' '), content }]),
  );
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return rest;
}
