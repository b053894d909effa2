import type { PseudonymUse } from '@headgate/core';
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findTokens } from './find-tokens.ts';
import type { SubjectKeys } from './find-tokens.ts';

interface Vectors {
  readonly root: string;
  readonly dayKey: string;
  readonly tokens: readonly { vendor: string; domain: string; epoch: number; value: string; token: string }[];
  readonly passing: readonly {
    vendor: string;
    domain: string;
    epoch: number;
    day: number;
    session: string | null;
    value: string;
    token: string;
  }[];
  readonly subject: { identity: string; index: string };
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../../fixtures/seal/pseudonyms.json', import.meta.url), 'utf8'),
) as Vectors;

function keysOf(epoch: number, days: readonly number[] = []): SubjectKeys {
  return {
    keys: { root: createSecretKey(Buffer.from(vectors.root, 'base64')), epochOf: () => epoch },
    days: new Map(days.map((day) => [day, Buffer.from(vectors.dayKey, 'base64')])),
  };
}

function use(vendor: string, domain: string, change: Partial<PseudonymUse> = {}): PseudonymUse {
  return { vendor, domain, normaliser: 'exact', epoch: 'contract', ...change };
}

describe('the pseudonyms of one value', () => {
  it.each(vectors.tokens)('are found in every epoch that was: $vendor $domain $epoch', (vector) => {
    const { tokens } = findTokens(vector.value, [use(vector.vendor, vector.domain)], keysOf(vector.epoch));
    expect(tokens).toHaveLength(vector.epoch + 1);
    expect(tokens.at(-1)).toMatchObject({ epoch: String(vector.epoch), token: vector.token });
  });

  it.each(vectors.passing.filter(({ session }) => session === null))(
    'are found for the days that are kept: $vendor $domain $day',
    ({ vendor, domain, epoch, day, value, token }) => {
      const keys = keysOf(epoch, [day, day + 1]);
      const { tokens } = findTokens(value, [use(vendor, domain, { epoch: 'daily' })], keys);
      expect(tokens.slice(epoch + 1).map((each) => each.epoch)).toEqual(
        [day, day + 1].map((each) => new Date(each * 86_400_000).toISOString().slice(0, 10)),
      );
      expect(tokens[epoch + 1]?.token).toBe(token);
    },
  );

  it('name the sessions that cannot be found, and give the index of the ledger', () => {
    const { identity, index } = vectors.subject;
    const found = findTokens(identity, [use('mixpanel', 'user', { epoch: 'session' })], keysOf(0));
    expect(found.subject).toBe(index);
    expect(found.sessions).toEqual([{ vendor: 'mixpanel', domain: 'user' }]);
  });
});
