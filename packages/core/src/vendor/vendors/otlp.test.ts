import { describe, expect, it } from 'vitest';
import { otlp } from './otlp.ts';

const parse = (headers: string) =>
  otlp.parseSettings({ url: 'https://otlp.example', headers }, 'vendors.yaml');

describe('the headers of OTLP', () => {
  it('are read as OTEL_EXPORTER_OTLP_HEADERS has them', () => {
    const { value } = parse('Authorization=Bearer%20a%3Db , x-tenant = a=b');
    expect(value?.headers).toEqual({ authorization: 'Bearer a=b', 'x-tenant': 'a=b' });
  });

  it.each([
    'authorization',
    '=value',
    'name=',
    'name=a,',
    'na me=a',
    'name=%',
    'name=a%0d%0ax: y',
    'name=%C3%A4',
    'a=1,A=2',
    'Content-Type=text/plain',
    'host=elsewhere.example',
  ])('are refused as %j, and the message does not repeat it', (headers) => {
    const { value, issues } = parse(headers);
    expect(value).toBeNull();
    expect(issues[0]?.message).toBe('The setting headers is not a list of headers.');
  });
});
