import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { uuidOf } from './uuid-of.ts';

it('keeps every bit of the id but the six of version and variant', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 17, maxLength: 17 }), (bytes) => {
      const uuid = uuidOf(Buffer.from(bytes).toString('base64url').slice(0, 22));
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const made = Buffer.from(uuid.replaceAll('-', ''), 'hex');
      const kept = [...bytes.subarray(0, 16)].map((byte, at) =>
        at === 6 ? byte & 0x0f : at === 8 ? byte & 0x3f : byte,
      );
      const found = [...made].map((byte, at) => (at === 6 ? byte & 0x0f : at === 8 ? byte & 0x3f : byte));
      expect(found).toEqual(kept);
    }),
  );
});

it('makes a UUID of any text', () => {
  expect(uuidOf('')).toBe('00000000-0000-8000-8000-000000000000');
});
