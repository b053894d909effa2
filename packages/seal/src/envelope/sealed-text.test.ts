import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEADER_BYTES, encodeHeader, parseHeader } from './header.ts';
import type { GroupHeader, Header, SubjectHeader } from './header.ts';
import { carryHeaders, fieldText, isSealed, parseSealed } from './sealed-text.ts';

const GROUP: GroupHeader = {
  kind: 'group',
  kid: '0123456789abcdef',
  headerId: Buffer.alloc(16, 1),
  enc: Buffer.alloc(32, 2),
  commitment: Buffer.alloc(32, 3),
  notBefore: 1_700_000_000_000,
  notAfter: 1_700_000_300_000,
};
const SUBJECT: SubjectHeader = {
  ...GROUP,
  kind: 'subject',
  headerId: Buffer.alloc(16, 4),
  groupHeaderId: GROUP.headerId,
};
const BODY = Buffer.alloc(32, 5);
const FIELD = fieldText(GROUP.headerId, 7, BODY);
const SUBJECT_FIELD = fieldText(SUBJECT.headerId, 7, BODY);

function reasonOf(text: string): string {
  const parsed = parseSealed(text);
  return parsed.kind === 'refused' ? parsed.reason : parsed.kind;
}

function withText(prefix: string, ...parts: readonly Uint8Array[]): string {
  return prefix + Buffer.concat(parts).toString('base64url');
}

function record(text: string): Buffer {
  return Buffer.from(text.slice('hg1.'.length), 'base64url');
}

describe('a header record', () => {
  it.each([GROUP, SUBJECT])('reads back as it was written (%#)', (header: Header) => {
    const bytes = encodeHeader(header);
    expect(bytes).toHaveLength(HEADER_BYTES[header.kind]);
    expect(parseHeader(bytes)).toEqual(header);
  });

  it('is 106 bytes for a group and 122 for a subject, and no other length', () => {
    expect(HEADER_BYTES).toEqual({ group: 106, subject: 122 });
    const bytes = encodeHeader(GROUP);
    expect(parseHeader(bytes.subarray(1))).toBe('damaged-header');
    expect(parseHeader(Buffer.concat([bytes, Buffer.alloc(1)]))).toBe('damaged-header');
    expect(parseHeader(encodeHeader(SUBJECT).subarray(0, 121))).toBe('damaged-header');
  });

  it('of another version or suite is named as such', () => {
    const bytes = encodeHeader(GROUP);
    bytes[1] = 2;
    expect(parseHeader(bytes)).toBe('unknown-suite');
    bytes[0] = 2;
    expect(parseHeader(bytes)).toBe('unknown-version');
  });

  it('never throws on bytes', () => {
    const start = fc.constantFrom(Buffer.from([1, 1]), Buffer.from([1, 0x11]), Buffer.alloc(0));
    fc.assert(
      fc.property(start, fc.uint8Array({ minLength: 90, maxLength: 130 }), (head, rest) => {
        expect(() => parseHeader(Buffer.concat([head, rest]))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('a sealed text', () => {
  it('reads back as it was written', () => {
    expect(parseSealed(FIELD)).toEqual({
      kind: 'field',
      headerId: '01'.repeat(16),
      counter: 7,
      body: BODY,
      headers: [],
    });
    expect(FIELD).toHaveLength('hg1.'.length + Math.ceil(((37 + 16) * 4) / 3));
  });

  it('may carry its header, or its header and the group’s', () => {
    const [group, subject] = [encodeHeader(GROUP), encodeHeader(SUBJECT)];
    const carrying = carryHeaders(FIELD, group) ?? '';
    expect(carrying.startsWith('hg1h.')).toBe(true);
    expect(parseSealed(carrying)).toMatchObject({ kind: 'field', counter: 7, headers: [group] });
    const both = carryHeaders(SUBJECT_FIELD, subject, group) ?? '';
    expect(parseSealed(both)).toMatchObject({ kind: 'field', counter: 7, headers: [subject, group] });
  });

  it('carries no headers but its own, in their order', () => {
    const [group, subject] = [encodeHeader(GROUP), encodeHeader(SUBJECT)];
    const stranger = encodeHeader({ ...GROUP, headerId: Buffer.alloc(16, 9) });
    for (const headers of [[], [stranger], [group, group], [subject, group], [group.subarray(1)]]) {
      expect(carryHeaders(FIELD, ...headers)).toBeNull();
    }
    for (const headers of [[subject], [group, subject], [subject, stranger], [subject, subject]]) {
      expect(carryHeaders(SUBJECT_FIELD, ...headers)).toBeNull();
    }
    expect(carryHeaders('ana', group)).toBeNull();
    expect(carryHeaders(carryHeaders(FIELD, group) ?? '', group)).toBeNull();
  });

  it.each([
    ['', 'not-sealed'],
    ['ana@example.com', 'not-sealed'],
    ['hg2.AQ', 'not-sealed'],
    [' hg1.AQ', 'not-sealed'],
    ['hg1.', 'malformed'],
    ['hg1.!!!!', 'malformed'],
    [`${FIELD}=`, 'malformed'],
    [`${FIELD} `, 'malformed'],
    [FIELD.slice(0, -1), 'malformed'],
    [`${FIELD}AAAA`, 'malformed'],
    ['hg1h.', 'damaged-header'],
    [withText('hg1.', Buffer.from([2]), record(FIELD).subarray(1)), 'unknown-version'],
    [withText('hg1h.', Buffer.from([1, 2]), Buffer.alloc(104), record(FIELD)), 'unknown-suite'],
    [withText('hg1h.', encodeHeader(GROUP)), 'malformed'],
  ])('is not just any text (%#)', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
    expect(isSealed(text)).toBe(false);
  });

  it('has one form only: other digits for the same bytes are refused', () => {
    // 53 bytes leave two bits of the last digit unused.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(FIELD.slice(-1));
    const twin = `${FIELD.slice(0, -1)}${'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.charAt(last ^ 1)}`;
    expect(record(twin)).toEqual(record(FIELD));
    expect(reasonOf(twin)).toBe('malformed');
    expect(reasonOf(withText('hg1.', record(FIELD)).replaceAll('-', '+').replaceAll('_', '/'))).toBe(
      FIELD.includes('-') || FIELD.includes('_') ? 'malformed' : 'field',
    );
  });

  it('holds the largest plaintext, with both headers, and nothing larger', () => {
    const largest = fieldText(SUBJECT.headerId, 0, Buffer.alloc(131_072 + 16));
    expect(isSealed(largest)).toBe(true);
    expect(carryHeaders(largest, encodeHeader(SUBJECT), encodeHeader(GROUP))).not.toBeNull();
    expect(isSealed(fieldText(GROUP.headerId, 0, Buffer.alloc(262_144 + 16)))).toBe(false);
    expect(isSealed(`hg1.${'A'.repeat(10_000_000)}`)).toBe(false);
  });

  it('never throws, on any text and any bytes behind a prefix', () => {
    const prefix = fc.constantFrom('hg1.', 'hg1h.', '');
    const bytes = fc.uint8Array({ maxLength: 400 }).map((each) => Buffer.from(each).toString('base64url'));
    fc.assert(
      fc.property(prefix, fc.oneof(bytes, fc.string({ unit: 'binary' })), (head, rest) => {
        expect(() => parseSealed(head + rest)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});
