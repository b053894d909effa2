import { afterEach, describe, expect, it } from 'vitest';
import { SHOP, startGateway } from '../../../../test/ingest-fixture.ts';
import type { Gateway } from '../../../../test/ingest-fixture.ts';

const SITE = { ...SHOP, origins: ['https://shop.example'] };

let gateway: Gateway;
afterEach(() => gateway.ingest.close());

function preflight(origin: string, requested: string, path = '/fake/batch'): Promise<Response> {
  const headers = {
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': requested,
  };
  return fetch(`${gateway.url}${path}`, { method: 'OPTIONS', headers, redirect: 'error' });
}

function corsOf(answer: Response): Record<string, string> {
  const names = [...answer.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary');
  return Object.fromEntries(names);
}

describe('a preflight', () => {
  it.each(['/fake/batch', '/fake/batch/'])(
    'to %s mirrors the origin and the headers, with credentials',
    async (path) => {
      gateway = await startGateway({ sources: [SITE] });
      const answer = await preflight('https://shop.example', 'authorization,content-type', path);
      expect(answer.status).toBe(204);
      expect(corsOf(answer)).toEqual({
        vary: 'Origin',
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-expose-headers': 'Retry-After, X-Sentry-Rate-Limits',
        'access-control-max-age': '86400',
      });
    },
  );

  it('gives no leave to an origin that no source allows', async () => {
    gateway = await startGateway({ sources: [SITE] });
    expect(corsOf(await preflight('https://other.example', 'authorization'))).toEqual({ vary: 'Origin' });
  });

  it('gives leave to any origin as soon as one source allows any', async () => {
    gateway = await startGateway({ sources: [SITE, SHOP] });
    const answer = await preflight('https://other.example', 'authorization');
    expect(corsOf(answer)).toMatchObject({ 'access-control-allow-origin': 'https://other.example' });
  });

  it.each([
    { name: 'at the length limit', requested: 'a'.repeat(1024), mirrored: true },
    { name: 'one over the length limit', requested: 'a'.repeat(1025), mirrored: false },
    { name: 'that are no names', requested: 'content-type;<x>', mirrored: false },
  ])('mirrors headers $name: $mirrored', async ({ requested, mirrored }) => {
    gateway = await startGateway();
    const answer = await preflight('https://shop.example', requested);
    expect(answer.headers.get('access-control-allow-headers')).toBe(mirrored ? requested : null);
  });

  it('to an unknown path is answered 404', async () => {
    gateway = await startGateway();
    expect((await preflight('https://shop.example', 'x', '/nowhere')).status).toBe(404);
  });
});

describe('an answer to a page', () => {
  it.each([
    { name: 'success', key: 'shop-key', status: 200 },
    { name: 'a refusal', key: 'wrong', status: 401 },
  ])('can be read by the page when it is $name', async ({ key, status }) => {
    gateway = await startGateway({ sources: [SITE] });
    const answer = await fetch(`${gateway.url}/fake/batch`, {
      method: 'POST',
      headers: { Origin: 'https://shop.example' },
      body: JSON.stringify({ key, batch: [] }),
    });
    expect(answer.status).toBe(status);
    expect(corsOf(answer)).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After, X-Sentry-Rate-Limits',
    });
  });

  it('is the same without a page, apart from the leave', async () => {
    gateway = await startGateway({ sources: [SITE] });
    const answer = await fetch(`${gateway.url}/fake/batch`, {
      method: 'POST',
      body: gateway.bodyOf('planned'),
    });
    expect([answer.status, corsOf(answer)]).toEqual([200, { vary: 'Origin' }]);
  });

  it('lets a page have settings that are answered from configuration alone', async () => {
    gateway = await startGateway();
    const headers = { Origin: 'https://shop.example' };
    const answer = await fetch(`${gateway.url}/fake/settings?key=shop-key`, { headers });
    expect(await answer.text()).toBe('{"settings":true}');
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });
});
