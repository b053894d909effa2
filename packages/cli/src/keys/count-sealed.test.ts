import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedBy } from '@headgate/seal';
import { join } from 'node:path';
import { openShop } from '../open/open-fixture.contract.ts';
import type { OpenShop } from '../open/open-fixture.contract.ts';
import { countSealedIn } from './count-sealed.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.remove());

/** A gateway that keeps so many fields of the group, every third sealed to a subject too, and gives two on a page. */
function gatewayWith(count: number): Parameters<typeof countSealedIn>[0] {
  const values = Array.from({ length: count }, (_, at) => {
    const item = shop.seal('properties.email', { isApart: true, ...(at % 3 === 0 ? { subject: 0 } : {}) });
    const { source, eventName, eventId, jsonPath: path, recipientGroup: group } = item.place;
    const of = { eventId, source, environment: 'production', eventName, path, group } as const;
    return { ...of, text: item.text, storedAt: at };
  });
  return {
    findSealed: async (question) => {
      const at = Number('after' in question ? (question.after ?? 0) : 0);
      return { values: values.slice(at, at + 2), next: at + 2 < count ? String(at + 2) : null };
    },
    // All of them: the headers of groups come along.
    sealedHeaders: async () => Object.fromEntries(shop.stored),
  };
}

describe('what a gateway keeps under a key', () => {
  it.each([0, 1, 2, 5])('is counted, with subjects and over pages: %d', async (count) => {
    const kid = publishedBy(join(shop.root, 'headgate-keys')).groups.get('analysts')?.kid ?? '';
    const key = { kid, group: 'analysts', since: 0, until: 1, latest: 2 };
    const counted = countSealedIn(gatewayWith(count));
    expect(await counted(key)).toBe(count);
    const another = createHash('sha256').update(kid).digest('hex').slice(0, 16);
    expect(await counted({ ...key, kid: another })).toBe(0);
    expect(await counted({ ...key, since: null })).toBe(0);
  });
});
