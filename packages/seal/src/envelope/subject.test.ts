import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { kidOf } from '../kid.ts';
import { unwrapKey, wrapKey } from './aes-key-wrap.ts';
import { createOpener } from './opener.ts';
import { createSealer } from './sealer.ts';
import { createSubjectKeys, startSubjectSession, unwrapPrivateKey, wrapPrivateKey } from './subject.ts';
import { rawPrivateKey, rawPublicKey } from './x25519.ts';

const kek = createSecretKey(randomBytes(32));

describe('keys of subjects', () => {
  it('come in quantity, all different, named by the public half and unwrapped to the private', () => {
    const made = createSubjectKeys(200, kek);
    expect(new Set(made.map(({ kid }) => kid)).size).toBe(200);
    for (const { kid, publicKey, wrappedPrivateKey } of made) {
      expect([publicKey.length, wrappedPrivateKey.length, kid]).toEqual([32, 40, kidOf(publicKey)]);
      const privateKey = unwrapPrivateKey(kek, wrappedPrivateKey);
      expect(privateKey === null ? null : rawPublicKey(privateKey)).toEqual(publicKey);
    }
    expect(createSubjectKeys(0, kek)).toEqual([]);
  });

  it('do not unwrap under another key, altered, cut, empty, or with another length inside', () => {
    const { privateKey } = generateKeyPairSync('x25519');
    const wrapped = wrapPrivateKey(kek, privateKey);
    expect(unwrapPrivateKey(createSecretKey(randomBytes(32)), wrapped)).toBeNull();
    for (let at = 0; at < wrapped.length; at += 1) {
      const altered = Buffer.from(wrapped);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(unwrapPrivateKey(kek, altered)).toBeNull();
      expect(unwrapPrivateKey(kek, wrapped.subarray(0, at))).toBeNull();
    }
    expect(unwrapPrivateKey(kek, wrapKey(kek, randomBytes(24)))).toBeNull();
    expect(unwrapPrivateKey(kek, wrapped)?.export({ format: 'jwk' })).toEqual(
      privateKey.export({ format: 'jwk' }),
    );
  });

  it('are of X25519, or not wrapped', () => {
    expect(() => wrapPrivateKey(kek, generateKeyPairSync('ed25519').privateKey)).toThrow('X25519');
  });
});

describe('AES key wrap', () => {
  it('takes 16 bytes and up by eights, and refuses 8, 15 and 17', () => {
    for (const length of [16, 24, 32]) {
      const key = randomBytes(length);
      expect(unwrapKey(kek, wrapKey(kek, key))).toEqual(key);
    }
    for (const length of [0, 8, 15, 17]) expect(() => wrapKey(kek, Buffer.alloc(length))).toThrow(RangeError);
    for (const length of [0, 8, 16, 25]) expect(unwrapKey(kek, Buffer.alloc(length))).toBeNull();
  });
});

function start(tenant: string, publicKey: Uint8Array): unknown {
  return startSubjectSession({ tenant, publicKey, random: randomBytes });
}

describe('a subject’s session', () => {
  const group = generateKeyPairSync('x25519');
  const [keys] = createSubjectKeys(1, kek);
  if (keys === undefined) throw new Error('no keys');
  const sealer = createSealer({
    tenant: 'shop',
    recipientGroup: 'support',
    publicKey: rawPublicKey(group.publicKey),
    now: () => 1000,
    random: randomBytes,
  });
  const place = { source: 'web', eventName: 'Signed Up', eventId: 'e-1' };

  it('serves several epochs with one encapsulation, and both keys open what was sealed in each', () => {
    const session = startSubjectSession({ tenant: 'shop', publicKey: keys.publicKey, random: randomBytes });
    const stored = new Map<string, Uint8Array>();
    const texts = [1, 2].map(() => {
      sealer.end();
      const epoch = sealer.epoch();
      const header = epoch.subject(session);
      const event = header.kind === 'header' ? header.event(place) : header;
      const sealed = event.kind === 'event' ? event.seal('email', 'ana@example.com') : event;
      if (header.kind === 'refused' || sealed.kind === 'refused') throw new Error('refused');
      stored.set(epoch.headerId, epoch.header).set(header.headerId, header.header);
      return sealed.text;
    });
    session.end();
    expect(stored.size).toBe(4);
    const opener = createOpener({
      privateKey: () => group.privateKey,
      header: (id) => stored.get(id) ?? null,
      subjectKey: (kid) => (kid === keys.kid ? unwrapPrivateKey(kek, keys.wrappedPrivateKey) : null),
    });
    for (const text of texts) {
      const opened = opener.open(text, {
        ...place,
        tenant: 'shop',
        recipientGroup: 'support',
        jsonPath: 'email',
      });
      expect(opened).toEqual({ kind: 'opened', value: 'ana@example.com' });
    }
  });

  it('refuses a tenant or a public key that are none', () => {
    expect(() => start('\ud800', keys.publicKey)).toThrow('tenant');
    expect(() => start('shop', Buffer.alloc(32))).toThrow('protects nothing');
    expect(() => start('shop', rawPrivateKey(group.privateKey).subarray(1))).toThrow('32 bytes');
  });
});
