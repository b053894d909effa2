import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindPlace } from './place.ts';
import type { EventPlace } from './place.ts';

const HEADER = {
  tenant: 'shop',
  recipientGroup: 'support',
  headerId: Buffer.alloc(16, 1),
  epoch: Buffer.alloc(16, 2),
};
const EVENT: EventPlace = { source: 'web', eventName: 'Signed Up', eventId: 'e-1' };

function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** The rule, written down a second time: count, then key and value of each entry by the bytes of the key. */
function canonical(entries: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const sorted = Object.entries(entries).toSorted(([left], [right]) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  const parts = sorted.flat().map((part) => Buffer.from(part as string));
  return Buffer.concat([u16(sorted.length), ...parts.flatMap((part) => [u16(part.length), part])]);
}

describe('the additional data of a field', () => {
  it('is the canonical list of the entries of its place', () => {
    const text = fc.string({ unit: 'grapheme' });
    const texts = fc.record({
      tenant: text,
      recipientGroup: text,
      source: text,
      eventName: text,
      eventId: text,
      jsonPath: text,
    });
    fc.assert(
      fc.property(texts, fc.option(text, { nil: undefined }), (place, dest) => {
        const event = { ...place, ...(dest === undefined ? {} : { destination: dest }) };
        const entries = { ...place, fmt: 'hg1', headerId: HEADER.headerId, epoch: HEADER.epoch };
        expect(bindPlace({ ...HEADER, ...place }, event)?.(place.jsonPath)).toEqual(
          canonical(dest === undefined ? entries : { ...entries, dest }),
        );
      }),
    );
  });

  it('holds texts of 65,535 bytes and refuses one more, anywhere', () => {
    const [fits, over] = ['€'.repeat(21_845), '€'.repeat(21_845) + 'x'];
    expect(bindPlace(HEADER, EVENT)?.(fits)).not.toBeNull();
    expect(bindPlace(HEADER, EVENT)?.(over)).toBeNull();
    for (const name of ['source', 'eventName', 'eventId', 'destination']) {
      expect(bindPlace(HEADER, { ...EVENT, [name]: fits })).not.toBeNull();
      expect(bindPlace(HEADER, { ...EVENT, [name]: over })).toBeNull();
    }
  });

  it('refuses lone surrogates, which would all serialise alike', () => {
    expect(bindPlace(HEADER, { ...EVENT, eventId: '\ud800' })).toBeNull();
    expect(bindPlace(HEADER, EVENT)?.('a\udc00')).toBeNull();
  });
});
