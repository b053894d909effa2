import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../event.ts';
import { TIERS } from '../../plan/taxonomy/tier.ts';
import { NO_MOMENT } from '../epoch.ts';
import type { EventSealing } from '../seal-event.ts';
import { TRANSFORMS } from './index.ts';

const directory = new URL('../../../../../fixtures/transform/', import.meta.url);
const tools = {
  pseudonym: (domain: string, normaliser: string) => (value: string) =>
    `token(${domain},${normaliser},${value})`,
  vendor: { name: 'mixpanel', position: 0 },
};
/** Seals to every group but one. */
const sealing: EventSealing = {
  travel: ({ group, subject }, { name }, path, value) =>
    group === 'nobody' ? null : `sealed(${group},${subject},${name},${path},${String(value)})`,
  keep: ({ group }) => group !== 'nobody',
};

interface Case {
  readonly params: unknown;
  readonly value: Json;
  /** Absent where the field must be left out. */
  readonly sent?: Json;
}

describe.each([...TRANSFORMS.values()])('transform $name', (transform) => {
  const cases = JSON.parse(
    readFileSync(new URL(`${transform.name}/cases.json`, directory), 'utf8'),
  ) as readonly Case[];

  it.each(cases)('turns $value under $params into $sent', ({ params, value, sent }) => {
    const compiled = transform.compile(params, tools);
    expect(compiled(value, NO_MOMENT, sealing, 'properties.field')).toEqual(sent);
  });

  it('never sends a structure or null that came where a scalar is planned', () => {
    const compiled = transform.compile(cases[0]?.params, tools);
    const fixed = transform.name === 'constant' ? compiled('x') : undefined;
    for (const odd of [null, {}, [], { toString: 'x' }, ['a']]) expect(compiled(odd)).toEqual(fixed);
  });

  it('never raises a tier and refuses unknown parameters', () => {
    for (const tier of TIERS) {
      expect(transform.tierAfter(tier)).toBeLessThanOrEqual(tier);
      for (const { params } of cases)
        expect(transform.effect(params).tierAfter(tier)).toBeLessThanOrEqual(tier);
    }
    expect(transform.params.safeParse({ ...(cases[0]?.params as object), typo: 1 }).success).toBe(false);
  });
});

describe('the table of transforms', () => {
  it('has a fixture directory for each, and no directory without one', () => {
    expect(readdirSync(directory).toSorted()).toEqual([...TRANSFORMS.keys()].toSorted());
  });
});
