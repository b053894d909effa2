import { describe, expect, it } from 'vitest';
import { openApi } from './openapi.ts';
import { REFUSALS } from './refusal.ts';
import { COMMON_REFUSALS, ROUTES } from './routes.ts';
import type { Route } from './routes.ts';

describe('the table of routes', () => {
  const routes = Object.entries<Route>(ROUTES);

  it('asks for a permission wherever it is not plain health', () => {
    const open = routes.filter(([, route]) => route.permission === null).map(([name]) => name);
    expect(open).toEqual(['livez', 'readyz', 'metrics']);
  });

  it.each([
    ['a permission', (route: Route) => route.permission !== null, ['unauthorised']],
    ['a body', (route: Route) => route.body !== null, ['too-large', 'wrong-media-type']],
  ] as const)('says what is refused wherever there is %s', (_, applies, refusals) => {
    const concerned = routes.filter(([, route]) => applies(route));
    const incomplete = concerned.filter(
      ([, route]) => !refusals.every((each) => route.refusals.includes(each)),
    );
    expect(incomplete).toEqual([]);
    expect(concerned).not.toEqual([]);
  });

  it('names every refusal of the table somewhere, but for that of no route', () => {
    const named = new Set([
      ...COMMON_REFUSALS,
      ...routes.flatMap(([, route]) => route.refusals),
      'unknown-route',
    ]);
    expect([...named].toSorted()).toEqual(Object.keys(REFUSALS).toSorted());
  });
});

describe('the OpenAPI document', () => {
  it('has every route with its parameters, and a token where one is needed', () => {
    const { openapi, paths } = openApi('1.2.3');
    expect(openapi).toBe('3.1.1');
    expect(paths['/v1/vendors/{vendor}/cut']?.['post']).toMatchObject({
      operationId: 'cut',
      security: [{ token: [] }],
      parameters: [{ name: 'vendor', in: 'path', required: true }],
      responses: { 404: {}, 401: {} },
    });
    expect(paths['/livez']?.['get']).toMatchObject({ security: [] });
    expect(Object.values(paths).flatMap((path) => Object.keys(path))).toHaveLength(
      Object.keys(ROUTES).length,
    );
  });
});
