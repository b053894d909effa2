import { describe, expect, it } from 'vitest';
import { amplitude } from './amplitude.ts';

function hosts(written: object) {
  const { value } = amplitude.parseSettings({ api_key: 'k', ...written }, 'f');
  return value === null ? null : amplitude.hosts(value);
}

function read(status: number, body: string) {
  const request = { method: 'POST', url: '', headers: {}, body: '', gzip: true, carries: [0, 1] } as const;
  return amplitude.readAnswer({ status, headers: {}, body }, request, { now: 0, hmacBase64: () => '' });
}

describe('the settings of Amplitude', () => {
  it('lead to its own host, or to that of the EU', () => {
    expect(hosts({})).toEqual(['api2.amplitude.com']);
    expect(hosts({ url: 'https://api.eu.amplitude.com/' })).toEqual(['api.eu.amplitude.com']);
  });

  it.each([
    ['yes', true],
    ['no', false],
  ])('say %s to counting revenue', (count_revenue, countsRevenue) => {
    expect(amplitude.parseSettings({ api_key: 'k', count_revenue }, 'f').value).toMatchObject({
      countsRevenue,
    });
  });

  it.each(['', 'maybe', 'YES', 1])('refuse %j for counting revenue', (count_revenue) => {
    const { value, issues } = amplitude.parseSettings({ api_key: 'k', count_revenue }, 'f');
    expect(value).toBeNull();
    expect(issues[0]?.message).toBe('The setting count_revenue must be yes or no.');
  });
});

describe('an answer of Amplitude', () => {
  it.each(['', 'null', '[]', '{"error":5}', '{"error":"The API key was an Invalid API key"}'])(
    'with status 400 and the body %j is about the events',
    (body) => expect(read(400, body)).toEqual({ kind: 'refused' }),
  );

  it('that the key is wrong is not', () => {
    expect(read(400, '{"code":400,"error":"Invalid API key: k"}')).toEqual({ kind: 'unauthorised' });
  });
});
