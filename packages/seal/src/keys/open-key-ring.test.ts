import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BACKUP_BYTES_MAX, openBackup, parseBackup, sealBackup } from './backup.ts';
import { createGroup, destroyInRing, initRing, restoreRing, rotateKeys } from './change-keys.ts';
import type { RingScope } from './change-keys.ts';
import { openPassphraseKek, openSecretKek } from './kek/local-kek.ts';
import { openKeyRing } from './open-key-ring.ts';
import type { OpenKeyRing } from './open-key-ring.ts';
import { activeOf } from './ring.ts';
import { RING_BYTES_MAX, expectRing, publishedBy, readRing } from './ring-store.ts';

const secrets = { passphrase: null, secret: Buffer.alloc(32, 7), token: null, namespace: null };
const kek = openSecretKek({ provider: 'secret' }, secrets);
const other = openSecretKek({ provider: 'secret' }, { secret: Buffer.alloc(32, 8) });
const NOW = Date.UTC(2026, 10, 1);

let directory = '';
let scope: RingScope;
beforeEach(async () => {
  directory = join(mkdtempSync(join(tmpdir(), 'headgate-ring-')), 'keys');
  scope = { directory, kek, now: NOW };
  await initRing(scope, 'shop');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

function open(groups?: readonly string[]): Promise<OpenKeyRing> {
  return openKeyRing({ directory, secrets, ...(groups === undefined ? {} : { groups }) });
}

describe('an open key ring', () => {
  it('has the private key of every kid that was published, whatever became of it but destroyed', async () => {
    const first = await createGroup(scope, 'analysts');
    await rotateKeys(scope, { isAtOnce: true });
    const { groups } = publishedBy(directory);
    const published = groups.get('analysts');
    const ring = await open();
    expect(ring.tenant).toBe('shop');
    expect([ring.stateOf(first), ring.stateOf(published?.kid ?? '')]).toEqual(['decrypt-only', 'active']);
    const [mine, theirs] = [ring.privateKey(published?.kid ?? ''), generateKeyPairSync('x25519')];
    if (mine === null) throw new Error('Expected a key.');
    // The private key is the one that belongs to what was published: both ends agree on a secret.
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'X25519', x: published?.publicKey ?? '' },
      format: 'jwk',
    });
    expect(diffieHellman({ privateKey: mine, publicKey: theirs.publicKey })).toEqual(
      diffieHellman({ privateKey: theirs.privateKey, publicKey }),
    );
    await destroyInRing(scope, first);
    const after = await open();
    expect([after.privateKey(first), after.stateOf(first)]).toEqual([null, 'destroyed']);
    expect([after.privateKey('0000000000000000'), after.stateOf('0000000000000000')]).toEqual([null, null]);
  });

  it('holds the keys of the groups that are asked for alone', async () => {
    const [analysts, steward] = [await createGroup(scope, 'analysts'), await createGroup(scope, 'steward')];
    const ring = await open(['analysts']);
    expect(ring.privateKey(analysts)).not.toBeNull();
    expect(ring.privateKey(steward)).toBeNull();
  });

  it('is refused under another KEK, and where a private half was put under another kid', async () => {
    const [a, b] = [await createGroup(scope, 'analysts'), await createGroup(scope, 'steward')];
    await expect(
      openKeyRing({ directory, secrets: { ...secrets, secret: Buffer.alloc(32, 9) } }),
    ).rejects.toThrow('does not open');
    const path = join(directory, 'ring.json');
    const ring = expectRing(directory);
    const [first, second] = [a, b].map((kid) =>
      [...ring.groups.values()].flat().find((each) => each.kid === kid),
    );
    if (first?.state !== 'active' || second?.state !== 'active') throw new Error('Expected two.');
    writeFileSync(path, readFileSync(path, 'utf8').replace(first.wrapped, second.wrapped));
    await expect(open()).rejects.toThrow('does not open');
  });

  it('is refused where there is none, with a way to make one', async () => {
    await expect(openKeyRing({ directory: join(directory, 'none'), secrets })).rejects.toMatchObject({
      fault: 'missing',
      mend: expect.stringContaining('headgate key init'),
    });
  });
});

describe('the directory', () => {
  it('holds the ring for its owner alone, what is published, and nothing else', async () => {
    await createGroup(scope, 'analysts');
    expect(readdirSync(directory).toSorted()).toEqual(['recipients.json', 'ring.json']);
    expect(statSync(join(directory, 'ring.json')).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('is refused when others may read the ring', async () => {
    chmodSync(join(directory, 'ring.json'), 0o640);
    await expect(open()).rejects.toThrow('read by others');
  });

  it.each(['{', '{}', 'null'])(
    'is refused when the ring is damaged, and never replaced: %s',
    async (text) => {
      writeFileSync(join(directory, 'ring.json'), text);
      await expect(createGroup(scope, 'analysts')).rejects.toMatchObject({ fault: 'damaged' });
      await expect(initRing(scope, 'shop')).rejects.toMatchObject({ fault: 'damaged' });
      expect(readFileSync(join(directory, 'ring.json'), 'utf8')).toBe(text);
    },
  );

  it(`is read up to ${RING_BYTES_MAX} bytes`, async () => {
    const path = join(directory, 'ring.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.padEnd(RING_BYTES_MAX));
    expect(readRing(directory)?.tenant).toBe('shop');
    writeFileSync(path, text.padEnd(RING_BYTES_MAX + 1));
    expect(() => readRing(directory)).toThrow('larger than');
  });

  it('is changed by one process at a time; a lock whose process is gone is taken over', async () => {
    const lock = join(directory, 'ring.lock');
    writeFileSync(lock, `${hostname()} ${process.pid}`);
    await expect(createGroup(scope, 'analysts')).rejects.toThrow('Another process');
    writeFileSync(lock, `elsewhere 1`);
    await expect(createGroup(scope, 'analysts')).rejects.toThrow('Another process');
    writeFileSync(lock, `${hostname()} 4194305`);
    await createGroup(scope, 'analysts');
    expect(readdirSync(directory)).not.toContain('ring.lock');
  });

  it('is not changed by another KEK than that which made it', async () => {
    await expect(createGroup({ ...scope, kek: other }, 'analysts')).rejects.toMatchObject({
      fault: 'denied',
    });
    await expect(rotateKeys({ ...scope, kek: other }, { isAtOnce: true })).rejects.toMatchObject({
      fault: 'denied',
    });
    expect(readRing(directory)?.groups.size).toBe(0);
  });

  it('is not made with a KEK that does not give back what it wrapped', async () => {
    const broken = { ...kek, unwrap: async () => Buffer.alloc(32) };
    const there = { ...scope, directory: join(directory, 'b'), kek: broken };
    await expect(initRing(there, 'shop')).rejects.toThrow('does not come back the same');
    expect(readRing(there.directory)).toBeNull();
  });
});

async function backUp(): Promise<string> {
  return sealBackup(expectRing(directory), kek, other, NOW);
}

describe('a backup', () => {
  it(`is read up to ${BACKUP_BYTES_MAX} bytes`, async () => {
    const text = await backUp();
    expect(parseBackup(text.padEnd(BACKUP_BYTES_MAX)).createdAt).toBe(NOW);
    expect(() => parseBackup(text.padEnd(BACKUP_BYTES_MAX + 1))).toThrow('at most');
  });

  it('makes the same ring elsewhere, under another KEK', async () => {
    const kid = await createGroup(scope, 'analysts');
    const backup = parseBackup(await backUp());
    const third = await openPassphraseKek(
      { provider: 'passphrase', salt: 'AAAAAAAAAAAAAAAAAAAAAA', cost: { n: 2 ** 14, r: 8, p: 1 } },
      { passphrase: 'correct horse battery' },
    );
    const there = { ...scope, directory: join(directory, 'there'), kek: third };
    await restoreRing(there, await openBackup(backup, other, third), new Set());
    const ring = await openKeyRing({
      directory: there.directory,
      secrets: { ...secrets, passphrase: 'correct horse battery' },
    });
    const original = await open();
    const exported = [ring, original].map((each) =>
      each.privateKey(kid)?.export({ type: 'pkcs8', format: 'der' }).toString('hex'),
    );
    expect(exported[0]).toBe(exported[1]);
    expect(activeOf(expectRing(there.directory).groups.get('analysts') ?? [])?.kid).toBe(kid);
  });

  it('says nothing of the keys to who cannot open it', async () => {
    const kid = await createGroup(scope, 'analysts');
    const text = await backUp();
    expect(text).not.toContain('analysts');
    expect(text).not.toContain(kid);
    await expect(openBackup(parseBackup(text), kek, kek)).rejects.toMatchObject({ fault: 'denied' });
  });

  it('is refused when any of it was changed', async () => {
    await createGroup(scope, 'analysts');
    const document = JSON.parse(await backUp()) as Record<string, string>;
    const flipped = (name: string): string => {
      const bytes = Buffer.from(document[name] ?? '', 'base64url');
      bytes[3] = (bytes[3] ?? 0) ^ 1;
      return JSON.stringify({ ...document, [name]: bytes.toString('base64url') });
    };
    const later = JSON.stringify({ ...document, createdAt: '2026-12-01T00:00:00.000Z' });
    for (const text of [flipped('sealed'), flipped('wrappedKey'), later]) {
      await expect(openBackup(parseBackup(text), other, kek)).rejects.toThrow(/damaged|does not open/);
    }
    for (const text of ['{', '{}', JSON.stringify({ ...document, kind: 'ring' })]) {
      expect(() => parseBackup(text)).toThrow('no backup');
    }
  });

  it('does not bring a destroyed key back unless it is named', async () => {
    const kid = await createGroup(scope, 'analysts');
    await rotateKeys(scope, { isAtOnce: true });
    const backup = parseBackup(await backUp());
    await destroyInRing(scope, kid);
    const opened = await openBackup(backup, other, kek);
    const { changes } = await restoreRing(scope, opened, new Set());
    expect(changes).toEqual([
      { kid, group: 'analysts', from: 'destroyed', to: 'destroyed', isHeldBack: true },
    ]);
    expect((await open()).privateKey(kid)).toBeNull();
    await restoreRing(scope, opened, new Set([kid]));
    expect((await open()).privateKey(kid)).not.toBeNull();
  });

  it('of another tenant is refused', async () => {
    const there = { ...scope, directory: join(directory, 'there') };
    await initRing(there, 'bank');
    const backup = await openBackup(parseBackup(await backUp()), other, kek);
    await expect(restoreRing(there, backup, new Set())).rejects.toThrow('another tenant');
  });
});
