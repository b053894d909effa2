import { describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  RECIPIENTS_BYTES_MAX,
  formatRecipients,
  parseRecipients,
  readRecipients,
  recipientsOf,
} from './recipients.ts';
import { GENERATIONS_MAX, GROUPS_MAX, STANDARD_ROTATION } from './ring.ts';
import { SCRYPT_LIMITS, parseKekSettings } from './kek/parse-settings.ts';
import type { Ring } from './ring.ts';
import { formatRing, parseRing } from './ring-format.ts';
import { addGroup, retire } from './rotation.ts';
import { freshKey } from './ring-fixture.contract.ts';

const NOW = Date.UTC(2026, 10, 1);
const empty: Ring = {
  tenant: 'shop',
  rotation: STANDARD_ROTATION,
  kek: { provider: 'passphrase', salt: 'AAAAAAAAAAAAAAAAAAAAAA', cost: { n: 2 ** 17, r: 8, p: 1 } },
  check: 'c',
  groups: new Map(),
};
const ring = addGroup(addGroup(empty, 'analysts', NOW, freshKey(0)), 'steward', NOW, freshKey(1));

/** The text of the ring with some of it replaced. */
function changed(from: string | RegExp, to: string): string {
  const text = formatRing(ring);
  const after = text.replace(from, to);
  expect(after).not.toBe(text);
  return after;
}

function doesThrow(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch (error) {
    return String(error).includes('kek.cost');
  }
}

function ringText(count: number): string {
  const generations = Array.from({ length: count }, (_, at) =>
    retire({ ...freshKey(at), state: 'next', createdAt: NOW, activeFrom: NOW }, NOW),
  );
  return formatRing({ ...empty, groups: new Map([['analysts', generations]]) });
}

describe('the ring file', () => {
  it('is read back the same', () => {
    expect(parseRing(formatRing(ring))).toEqual(ring);
  });

  it.each([
    ['the file', 'no JSON', '{'],
    ['the ring', 'an unknown member', changed('"tenant"', '"more": 1, "tenant"')],
    ['version', 'another version', changed('"version": 1', '"version": 2')],
    ['rotation', 'terms out of range', changed('"days": 90', '"days": 0')],
    ['kek.provider', 'an unknown provider', changed('"passphrase"', '"rot13"')],
    ['kek.salt', 'a short salt', changed('AAAAAAAAAAAAAAAAAAAAAA', 'AAAA')],
    ['kek.cost', 'a cost that is no power of two', changed('131072', '131071')],
    ['groups.analysts[0].state', 'an unknown state', changed('"state": "active"', '"state": "retired"')],
    ['groups.analysts[0]', 'members of another state', changed('"state": "active"', '"state": "destroyed"')],
    ['groups.analysts[0].kid', 'another kid', changed(/"kid": "\w+"/, '"kid": "0000000000000000"')],
    ['groups.analysts[0].publicKey', 'a short key', changed(/"publicKey": "\S+"/, '"publicKey": "AAAA"')],
    ['groups.analysts[0].createdAt', 'a moment that is none', changed('2026-11-01T', '2026-13-01T')],
    ['groups.steward', 'a kid twice', formatRing(addGroup(ring, 'steward', NOW, freshKey(0)))],
  ])('says that %s is wrong: %s', (place, _, text) => {
    expect(() => parseRing(text)).toThrow(`${place}:`);
  });

  it.each([
    [{ n: SCRYPT_LIMITS.nMin, r: SCRYPT_LIMITS.r, p: 1 }, true],
    [{ n: SCRYPT_LIMITS.nMin / 2, r: SCRYPT_LIMITS.r, p: 1 }, false],
    [{ n: SCRYPT_LIMITS.nMax, r: SCRYPT_LIMITS.r, p: SCRYPT_LIMITS.pMax }, true],
    [{ n: SCRYPT_LIMITS.nMax * 2, r: SCRYPT_LIMITS.r, p: 1 }, false],
    [{ n: SCRYPT_LIMITS.nMin, r: SCRYPT_LIMITS.r, p: SCRYPT_LIMITS.pMax + 1 }, false],
    [{ n: SCRYPT_LIMITS.nMin, r: SCRYPT_LIMITS.r, p: 0 }, false],
    [{ n: SCRYPT_LIMITS.nMin, r: SCRYPT_LIMITS.r + 1, p: 1 }, false],
  ])('takes no cost that makes guessing cheap or opening an attack: %j %s', (cost, isTaken) => {
    const kek = { ...empty.kek, cost };
    expect(doesThrow(() => parseKekSettings(kek, 'kek'))).toBe(!isTaken);
  });

  it(`takes ${GENERATIONS_MAX} generations of a group and no more`, () => {
    expect(parseRing(ringText(GENERATIONS_MAX)).groups.get('analysts')).toHaveLength(GENERATIONS_MAX);
    expect(() => parseRing(ringText(GENERATIONS_MAX + 1))).toThrow('groups.analysts');
  });

  it('has never two active keys in a group', () => {
    const [generation] = ring.groups.get('analysts') ?? [];
    const [other] = ring.groups.get('steward') ?? [];
    if (generation === undefined || other === undefined) throw new Error('Expected two.');
    const two = { ...empty, groups: new Map([['analysts', [generation, other]]]) };
    expect(() => parseRing(formatRing(two))).toThrow('at most one that is active');
  });
});

function recipientsText(count: number): string {
  const groups = Array.from({ length: count }, (_, at) => at);
  const many = groups.reduce((each, at) => addGroup(each, `g${at}`, NOW, freshKey(at)), empty);
  return formatRecipients(recipientsOf(many));
}

describe('the recipients file', () => {
  const text = formatRecipients(recipientsOf(ring));

  it('has the form that gateways read', () => {
    const { kid, publicKey } = freshKey(0);
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      tenant: 'shop',
      groups: {
        analysts: {
          kid,
          publicKey,
          notBefore: '2026-11-01T00:00:00.000Z',
          notAfter: '2027-03-01T00:00:00.000Z',
        },
      },
    });
    expect(parseRecipients(text, 'r.json')).toEqual({ value: recipientsOf(ring), issues: [] });
  });

  it('holds nothing of the private halves', () => {
    expect(text).not.toContain('wrapped');
  });

  it('is an error as a whole where any of it is wrong, with an issue for each wrong group', () => {
    const broken = text.replaceAll(/"kid": "\w+"/g, '"kid": "0000000000000000"');
    const { value, issues } = parseRecipients(broken, 'r.json');
    expect(value).toBeNull();
    expect(issues.some(({ level }) => level === 'error')).toBe(true);
    expect(issues.map(({ message }) => message)).toEqual([
      'groups.analysts.kid is not the digest of the public key.',
      'groups.steward.kid is not the digest of the public key.',
    ]);
  });

  it.each([
    ['{', 'the file'],
    ['[]', 'the file'],
    [text.replace('"version": 1', '"version": 2'), 'version'],
    [text.replace('"shop"', '"Shop "'), 'tenant'],
    [text.replace('"analysts"', '"Analysts"'), 'the name of a group'],
    [text.replace('2027-03', '2026-03'), 'groups.analysts.notAfter'],
    [text.replace('"notAfter"', '"until"'), 'groups.analysts'],
  ])('names the place and never the value: %#', (written, place) => {
    const { value, issues } = parseRecipients(written, 'r.json');
    expect(value).toBeNull();
    expect(issues[0]?.message).toMatch(new RegExp(`^${place} is not `));
    expect(issues[0]?.message).not.toContain('Shop');
  });

  it(`takes ${GROUPS_MAX} groups and no more`, () => {
    expect(parseRecipients(recipientsText(GROUPS_MAX), 'r.json').value?.groups.size).toBe(GROUPS_MAX);
    expect(parseRecipients(recipientsText(GROUPS_MAX + 1), 'r.json').value).toBeNull();
  });

  it('is read up to its largest size, and is an issue where it is larger or not there', () => {
    const directory = mkdtempSync(join(tmpdir(), 'headgate-recipients-'));
    const path = join(directory, 'recipients.json');
    writeFileSync(path, text.padEnd(RECIPIENTS_BYTES_MAX));
    expect(readRecipients(path).value).toEqual(recipientsOf(ring));
    writeFileSync(path, text.padEnd(RECIPIENTS_BYTES_MAX + 1));
    expect(readRecipients(path).issues[0]?.message).toContain('larger');
    expect(readRecipients(join(directory, 'none')).issues[0]?.message).toContain('cannot be read');
    rmSync(directory, { recursive: true });
  });
});
