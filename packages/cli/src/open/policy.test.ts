import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { POLICY } from './open-fixture.contract.ts';
import { parsePolicy } from './policy.ts';

const DIGEST = 'a'.repeat(64);

describe('a policy', () => {
  it('is understood with its defaults', () => {
    const { value, issues } = parsePolicy(`
version: headgate-open/v1
tickets: ['OPS-']
callers:
  ana: { token_sha256: ${DIGEST} }
`);
    expect(issues).toEqual([]);
    expect(value).toMatchObject({
      bulkFields: 25,
      bulkMs: 3_600_000,
      limits: { fields: 5000, bodyBytes: 8_388_608, waiting: 20, connections: 64, requestMs: 30_000 },
      callers: [{ name: 'ana', perMinute: 60, perDay: 1000, approves: false }],
    });
    expect(value?.callers[0]?.groups.size).toBe(0);
  });

  it('of the documents is one', () => {
    const page = readFileSync(new URL('../../../../docs/open.md', import.meta.url), 'utf8');
    const example = /```yaml\n(# open-policy\.yaml\n[\s\S]+?)```/.exec(page)?.[1] ?? '';
    expect(parsePolicy(example).issues).toEqual([]);
  });

  it.each([
    ['no YAML', 'a: [', 'line 1'],
    ['a key twice', POLICY.replace('bulk:', 'tickets: []\nbulk:'), 'line 4'],
    ['another version', POLICY.replace('/v1', '/v2'), 'version'],
    ['an unknown word', POLICY.replace('approves: true', 'aproves: true'), 'callers.otto'],
    [
      'a digest that is none',
      POLICY.replace(/token_sha256: \w{3}/, 'token_sha256: xyz'),
      'callers.maria.token_sha256',
    ],
    ['a star in the middle', POLICY.replace("'context.*'", "'context.*.ip'"), 'callers.maria.fields.1'],
    ['a ticket without a letter', POLICY.replace("'OPS-'", "'1'"), 'tickets.0'],
    ['no ticket', POLICY.replace(/tickets: .+/, 'tickets: []'), 'tickets'],
    ['a limit too low', POLICY.replace('fields: 10', 'fields: 0'), 'limits.fields'],
    ['a limit too high', POLICY.replace('minutes: 60', 'minutes: 10081'), 'bulk.minutes'],
    ['aliases', 'a: &a [1]\nb: [*a]', 'version'],
    ['nothing', '', 'the file'],
  ])('is refused with its place, and without a value: %s', (_, text, place) => {
    const { value, issues } = parsePolicy(text);
    expect(value).toBeNull();
    expect(issues.join('\n')).toContain(place);
    expect(issues.join('\n')).not.toMatch(/xyz|context\.\*\.ip/);
  });

  it.each([
    [1000, 200, 'OK'],
    [1001, 1, 'callers: must have at most 1000 callers'],
    [1, 201, 'callers.c0.fields'],
  ])('has at most 1,000 callers and 200 of each of their things: %d, %d', (callers, fields, found) => {
    const paths = JSON.stringify(Array.from({ length: fields }, (_, at) => `p${at}`));
    const lines = Array.from(
      { length: callers },
      (_, at) =>
        `  c${at}: { token_sha256: "${at.toString(16).padStart(64, '0')}", fields: ${at === 0 ? paths : '[]'} }`,
    );
    const { issues } = parsePolicy(
      `version: headgate-open/v1\ntickets: [A]\ncallers:\n${lines.join('\n')}\n`,
    );
    expect(issues.join() || 'OK').toContain(found);
  });

  it('lets no two callers have one token', () => {
    const { issues } = parsePolicy(`
version: headgate-open/v1
tickets: ['OPS-']
callers:
  ana: { token_sha256: ${DIGEST} }
  ben: { token_sha256: ${DIGEST} }
`);
    expect(issues).toEqual(['callers.ben.token_sha256: is that of another caller']);
  });
});
