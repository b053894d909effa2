import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KeyUnusable, publicBytes, readPrivateKey, readPublicKey } from './ssh-key.ts';
import { signText, verifyText } from './ssh-signature.ts';
import { sshString } from './ssh-wire.ts';

const SPACE = 'headgate-review';
const { privateKey } = generateKeyPairSync('ed25519');
const publicLine = lineOf(publicBytes(privateKey));

function lineOf(bytes: Buffer): string {
  return `ssh-ed25519 ${Buffer.concat([sshString('ssh-ed25519'), sshString(bytes)]).toString('base64')} zoe`;
}

function armour(bytes: Buffer): string {
  return `-----BEGIN SSH SIGNATURE-----\n${bytes.toString('base64')}\n-----END SSH SIGNATURE-----\n`;
}

describe('a signature', () => {
  const signature = signText('approved', SPACE, privateKey);

  it('is that of the text, the namespace and the key', () => {
    expect(verifyText('approved', SPACE, signature, publicLine)).toBe(true);
    expect(verifyText('approved!', SPACE, signature, publicLine)).toBe(false);
    expect(verifyText('approved', 'file', signature, publicLine)).toBe(false);
    const other = lineOf(publicBytes(generateKeyPairSync('ed25519').privateKey));
    expect(verifyText('approved', SPACE, signature, other)).toBe(false);
  });

  it('is none when it is cut or changed anywhere, and never throws', () => {
    const body = signature.split('\n').slice(1, -2).join('');
    const blob = Buffer.from(body, 'base64');
    expect(verifyText('approved', SPACE, armour(blob), publicLine)).toBe(true);
    for (let at = 0; at < blob.length; at++) {
      const changed = Buffer.from(blob);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      // What is called reserved is not signed over by the format, and is empty here: every other bit counts.
      expect(verifyText('approved', SPACE, armour(changed), publicLine)).toBe(false);
      expect(verifyText('approved', SPACE, armour(blob.subarray(0, at)), publicLine)).toBe(false);
    }
  });
});

describe('a private key', () => {
  it('may be PKCS #8 of type ed25519 alone', () => {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(publicBytes(readPrivateKey(pem))).toEqual(publicBytes(privateKey));
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const rsaPem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => readPrivateKey(rsaPem)).toThrow(KeyUnusable);
    expect(() => readPrivateKey('hello')).toThrow(KeyUnusable);
  });

  it('gives the public key of RFC 8032 §7.1, test 1', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    expect(publicBytes(key).toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
  });

  it.each(['ssh-rsa AAAA', 'ssh-ed25519 AAAA', '', 'ssh-ed25519'])('public %j is none', (line) => {
    expect(readPublicKey(line)).toBeNull();
  });
});

const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe.runIf(hasSshKeygen)('beside ssh-keygen', () => {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-ssh-'));
  const keyFile = join(directory, 'key');
  const allowed = join(directory, 'allowed');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'zoe', '-f', keyFile]);
  const line = readFileSync(`${keyFile}.pub`, 'utf8').trim();
  writeFileSync(allowed, `zoe@shop.example ${line}\n`);
  afterAll(() => rmSync(directory, { recursive: true }));

  it('takes what it signed', () => {
    const signed = execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', SPACE, '-f', keyFile], {
      input: 'approved',
    });
    expect(verifyText('approved', SPACE, signed.toString(), line)).toBe(true);
  });

  it('has what we signed taken by it, with its own key file', () => {
    const signature = join(directory, 'signature');
    writeFileSync(signature, signText('approved', SPACE, readPrivateKey(readFileSync(keyFile, 'utf8'))));
    const told = execFileSync(
      'ssh-keygen',
      ['-Y', 'verify', '-f', allowed, '-I', 'zoe@shop.example', '-n', SPACE, '-s', signature],
      { input: 'approved' },
    );
    expect(told.toString()).toContain('Good "headgate-review" signature');
  });

  it('says what to do about a key with a passphrase', () => {
    const locked = join(directory, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'correct horse', '-f', locked]);
    expect(existsSync(locked)).toBe(true);
    expect(() => readPrivateKey(readFileSync(locked, 'utf8'))).toThrow(/passphrase.*ssh-keygen -Y sign/);
  });
});
