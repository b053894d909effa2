import * as fc from 'fast-check';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { kidOf } from '../kid.ts';
import { commitTo, fieldKey, groupInfo, takeDek } from './epoch-keys.ts';
import { encryptGcm } from './aes-gcm.ts';
import { encodeEpoch, encodeHeader, parseHeader } from './header.ts';
import type { Header } from './header.ts';
import type { HeaderSealer } from './header-sealer.ts';
import { setupSender } from './hpke.ts';
import { createOpener } from './opener.ts';
import type { Opener, OpenerOptions } from './opener.ts';
import { bindPlace } from './place.ts';
import type { FieldPlace } from './place.ts';
import { createSealer } from './sealer.ts';
import type { Sealer } from './sealer.ts';
import { carryHeaders, fieldText } from './sealed-text.ts';
import { startSubjectSession } from './subject.ts';
import { rawPublicKey } from './x25519.ts';

const PLACE: FieldPlace = {
  tenant: 'shop',
  recipientGroup: 'support',
  source: 'web',
  eventName: 'Signed Up',
  eventId: 'e-1',
  jsonPath: 'properties.email',
};
const VALUE = 'ana@example.com';

interface Party {
  readonly privateKey: KeyObject;
  readonly publicKey: Buffer;
  readonly kid: string;
}

function newParty(): Party {
  const { privateKey } = generateKeyPairSync('x25519');
  const publicKey = rawPublicKey(privateKey);
  return { privateKey, publicKey, kid: kidOf(publicKey) };
}

const group = newParty();
const subject = newParty();
const headers = new Map<string, Uint8Array>();

function sealerFor(place: FieldPlace, to = group): Sealer {
  const { tenant, recipientGroup } = place;
  return createSealer({
    tenant,
    recipientGroup,
    publicKey: to.publicKey,
    now: () => 1000,
    random: randomBytes,
  });
}

function sealWith(sealer: HeaderSealer | { readonly kind: 'refused' }, place = PLACE): string {
  if (sealer.kind === 'refused') throw new Error('refused');
  headers.set(sealer.headerId, sealer.header);
  const event = sealer.event(place);
  if (event.kind === 'refused') throw new Error(event.reason);
  const sealed = event.seal(place.jsonPath, VALUE);
  if (sealed.kind === 'refused') throw new Error(sealed.reason);
  return sealed.text;
}

function openerWith(options: Partial<OpenerOptions> = {}): Opener {
  return createOpener({
    privateKey: (kid) => (kid === group.kid ? group.privateKey : null),
    subjectKey: (kid) => (kid === subject.kid ? subject.privateKey : null),
    header: (id) => headers.get(id) ?? null,
    ...options,
  });
}

function outcome(text: string, place = PLACE, opener = openerWith()): string {
  const result = opener.open(text, place);
  if (result.kind === 'refused') return result.reason;
  return result.value === VALUE ? 'opened' : 'opened to another value';
}

const epoch = sealerFor(PLACE).epoch();
const session = startSubjectSession({ tenant: 'shop', publicKey: subject.publicKey, random: randomBytes });
const subjectEpoch = epoch.subject(session);
if (subjectEpoch.kind === 'refused') throw new Error(subjectEpoch.reason);
const groupText = sealWith(epoch);
const subjectText = sealWith(subjectEpoch);
const carrying = carryHeaders(groupText, epoch.header) ?? '';
const subjectCarrying = carryHeaders(subjectText, subjectEpoch.header, epoch.header) ?? '';
const TEXTS = [
  ['sealed to a group', groupText],
  ['sealed to a group and a subject', subjectText],
  ['that carries its header', carrying],
  ['that carries both headers', subjectCarrying],
] as const;

function flipBit(bytes: Uint8Array, bit: number): Buffer {
  const altered = Buffer.from(bytes);
  altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return altered;
}

describe.each(TEXTS)('a field %s', (_, text) => {
  it('opens at its place', () => {
    expect(outcome(text)).toBe('opened');
  });

  it.each([
    ['field', { jsonPath: 'properties.name' }, 'moved-or-altered'],
    ['event', { eventId: 'e-2' }, 'moved-or-altered'],
    ['name of an event', { eventName: 'Signed In' }, 'moved-or-altered'],
    ['source', { source: 'ios' }, 'moved-or-altered'],
    ['vendor', { destination: 'mixpanel' }, 'moved-or-altered'],
    ['tenant', { tenant: 'other' }, 'wrong-commitment'],
    ['group', { recipientGroup: 'fraud' }, 'wrong-commitment'],
    ['place that nothing can be sealed at', { eventId: '\ud800' }, 'moved-or-altered'],
    ['tenant that there cannot be', { tenant: '\ud800' }, 'moved-or-altered'],
  ])('does not open at another %s, before and after it was opened at its own', (__, moved, reason) => {
    const opener = openerWith();
    expect(outcome(text, { ...PLACE, ...moved }, opener)).toBe(reason);
    expect(outcome(text, PLACE, opener)).toBe('opened');
    expect(outcome(text, { ...PLACE, ...moved }, opener)).toBe(reason);
  });

  it('does not open when any of its bits is another', () => {
    const [prefix = '', digits = ''] = text.split(/(?<=\.)/);
    const bytes = Buffer.from(digits, 'base64url');
    const opener = openerWith();
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      expect(outcome(prefix + flipBit(bytes, bit).toString('base64url'), PLACE, opener)).not.toMatch(
        'opened',
      );
    }
    expect(outcome(text, PLACE, opener)).toBe('opened');
  });
});

describe('a field bound for one vendor', () => {
  it('opens as that vendor’s alone', () => {
    const place = { ...PLACE, destination: 'mixpanel' };
    const text = sealWith(epoch, place);
    expect(outcome(text, place)).toBe('opened');
    expect(outcome(text, { ...place, destination: 'amplitude' })).toBe('moved-or-altered');
    expect(outcome(text)).toBe('moved-or-altered');
  });
});

describe('a header', () => {
  it('opens nothing when any of its bits is another, the group’s and the subject’s', () => {
    for (const [text, owner] of [
      [groupText, epoch],
      [subjectText, epoch],
      [subjectText, subjectEpoch],
    ] as const) {
      for (let bit = 0; bit < owner.header.length * 8; bit += 1) {
        const altered = flipBit(owner.header, bit);
        const header = (id: string): Uint8Array | null =>
          id === owner.headerId ? altered : (headers.get(id) ?? null);
        expect(outcome(text, PLACE, openerWith({ header }))).not.toMatch('opened');
      }
    }
  });

  it('cannot be exchanged for that of another epoch', () => {
    const other = sealerFor(PLACE).epoch();
    expect(outcome(groupText, PLACE, openerWith({ header: () => other.header }))).toBe('damaged-header');
    const [body, id] = [
      Buffer.from(groupText.slice(4), 'base64url').subarray(21),
      Buffer.from(other.headerId, 'hex'),
    ];
    expect(outcome(fieldText(id, 0, body), PLACE, openerWith({ header: () => other.header }))).toBe(
      'moved-or-altered',
    );
  });

  it('made by a stranger under the id of another does not come in the way of the true one', () => {
    const opener = openerWith();
    const headerId = Buffer.from(epoch.headerId, 'hex');
    const { text } = forge(headerId, Buffer.alloc(16));
    // A seal says nothing of who sealed.
    expect(opener.open(text, PLACE)).toEqual({ kind: 'opened', value: '' });
    expect(outcome(groupText, PLACE, opener)).toBe('opened');
  });

  it('that holds no encapsulation is damaged', () => {
    const read = parseHeader(epoch.header) as Header;
    const weak = encodeHeader({ ...read, enc: Buffer.alloc(32) });
    expect(outcome(groupText, PLACE, openerWith({ header: () => weak }))).toBe('damaged-header');
  });

  it('must commit to the key, or nothing is decrypted', () => {
    const { text, header } = forge(
      randomBytes(16),
      Buffer.concat([Buffer.from([0, 0, 1]), Buffer.from('x'), Buffer.alloc(12)]),
    );
    const uncommitted = encodeHeader({ ...(parseHeader(header) as Header), commitment: randomBytes(32) });
    expect(openerWith().open(text, PLACE)).toEqual({ kind: 'opened', value: 'x' });
    expect(outcome(carryHeaders(`hg1.${bareOf(text)}`, uncommitted) ?? '')).toBe('wrong-commitment');
  });
});

/** The digits of the field alone, of a text that carries one header. */
function bareOf(text: string): string {
  return Buffer.from(text.slice('hg1h.'.length), 'base64url').subarray(106).toString('base64url');
}

/** What anybody can make who knows the public key: a valid header and a field with the plaintext of their choice. */
function forge(headerId: Buffer, plaintext: Buffer): { text: string; header: Buffer } {
  const { enc, keys } = setupSender(
    group.publicKey,
    groupInfo(PLACE.tenant, PLACE.recipientGroup, headerId),
    randomBytes(32),
  );
  const dek = takeDek(keys);
  const times = { notBefore: 1, notAfter: 2 };
  const commitment = commitTo(dek, headerId);
  const header = encodeHeader({ kind: 'group', kid: group.kid, headerId, enc, commitment, ...times });
  const aad = bindPlace({ ...PLACE, headerId, epoch: encodeEpoch(times) }, PLACE)?.(PLACE.jsonPath);
  if (aad === undefined || aad === null) throw new Error('no place');
  const key = fieldKey(dek, headerId, 'group');
  const body = encryptGcm({ key, nonce: Buffer.alloc(12), aad }, plaintext);
  return { text: carryHeaders(fieldText(headerId, 0, body), header) ?? '', header };
}

describe('an opener', () => {
  it.each([
    ['no header', groupText, { header: () => null }, 'unknown-header'],
    ['a header that is none', groupText, { header: () => Buffer.from('x') }, 'damaged-header'],
    ['a header of another version', groupText, { header: () => flipBit(epoch.header, 1) }, 'unknown-version'],
    ['a header of another suite', groupText, { header: () => flipBit(epoch.header, 9) }, 'unknown-suite'],
    ['no key', groupText, { privateKey: () => null }, 'unknown-key'],
    ['another key', groupText, { privateKey: () => subject.privateKey }, 'wrong-commitment'],
    ['no group’s key for a subject’s field', subjectText, { privateKey: () => null }, 'unknown-key'],
    ['no subject’s key', subjectText, { subjectKey: () => null }, 'unknown-subject'],
    ['another subject’s key', subjectText, { subjectKey: () => group.privateKey }, 'wrong-commitment'],
    ['a tombstone', subjectText, { subjectKey: () => 'erased' }, 'subject-erased'],
    [
      'no group’s header',
      subjectText,
      { header: (id) => (id === epoch.headerId ? null : subjectEpoch.header) },
      'unknown-header',
    ],
    [
      'a subject’s header for the group’s',
      subjectText,
      { header: () => subjectEpoch.header },
      'damaged-header',
    ],
  ] satisfies readonly (readonly [string, string, Partial<OpenerOptions>, string])[])(
    'with %s says so',
    (_, text, options, reason) => {
      expect(outcome(text, PLACE, openerWith(options))).toBe(reason);
    },
  );

  it('knows no subjects unless it is told of them', () => {
    const opener = createOpener({
      privateKey: () => group.privateKey,
      header: (id) => headers.get(id) ?? null,
    });
    expect(outcome(subjectText, PLACE, opener)).toBe('unknown-subject');
  });

  it('says of an authentic field with a plaintext of another form that it holds no value', () => {
    expect(outcome(forge(randomBytes(16), Buffer.alloc(16, 9)).text)).toBe('no-value');
  });

  it('asks for private keys each time: a destroyed key and an erased subject count at once', () => {
    let present = true;
    const opener = openerWith({
      privateKey: () => (present ? group.privateKey : null),
      subjectKey: () => (present ? subject.privateKey : 'erased'),
    });
    expect([groupText, subjectText].map((text) => outcome(text, PLACE, opener))).toEqual([
      'opened',
      'opened',
    ]);
    present = false;
    expect([groupText, subjectText].map((text) => outcome(text, PLACE, opener))).toEqual([
      'unknown-key',
      'subject-erased',
    ]);
  });

  it('keeps as many epochs’ keys as it may, and opens whatever it kept', () => {
    const texts = Array.from({ length: 5 }, () => sealWith(sealerFor(PLACE).epoch()));
    for (const epochsMax of [1, 2, 5]) {
      const opener = openerWith({ epochsMax });
      for (const text of [...texts, ...texts.toReversed(), subjectText, ...texts, subjectText]) {
        expect(outcome(text, PLACE, opener)).toBe('opened');
      }
      opener.forget();
      expect(outcome(subjectText, PLACE, opener)).toBe('opened');
    }
    for (const epochsMax of [0, 1.5]) expect(() => openerWith({ epochsMax })).toThrow('epochsMax');
  });

  it('never throws on texts, nor on headers that are any bytes', () => {
    const opener = openerWith({ header: () => randomBytes(106) });
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => `hg1.${Buffer.from(bytes).toString('base64url')}`),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => `hg1h.${Buffer.from(bytes).toString('base64url')}`),
      fc.constant(groupText),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(opener.open(each, PLACE).kind).toBe('refused');
      }),
      { numRuns: 1000 },
    );
  });
});
