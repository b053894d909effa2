/** What other processes leave behind: two at once, and one that is killed in the middle of an epoch. */
import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpener } from './opener.ts';
import { parseSealed } from './sealed-text.ts';
import { rawPublicKey } from './x25519.ts';

const { privateKey } = generateKeyPairSync('x25519');
const PLACE = { source: 'web', eventName: 'Signed Up', eventId: 'e-1' };

/** Stores each header before the first field under it, in one file, as a gateway's transactions would. */
const SCRIPT = `
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createSealer } from ${JSON.stringify(new URL('sealer.ts', import.meta.url).href)};
const [publicKey, file, fields] = process.argv.slice(1);
const sealer = createSealer({
  tenant: 'shop', recipientGroup: 'support', publicKey: Buffer.from(publicKey, 'hex'), now: () => 1000,
  random: (bytes) => randomBytes(bytes), limits: { events: 1000, fields: 50 },
});
let stored = '';
for (let at = 0; at < Number(fields); at += 1) {
  const epoch = sealer.epoch();
  if (epoch.headerId !== stored) appendFileSync(file, 'header ' + epoch.header.toString('hex') + '\\n');
  stored = epoch.headerId;
  appendFileSync(file, epoch.event(${JSON.stringify(PLACE)}).seal('email', 'ana ' + at).text + '\\n');
}
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-seal-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function argsFor(file: string, fields: number): string[] {
  const publicKey = rawPublicKey(privateKey).toString('hex');
  return ['--input-type=module', '--eval', SCRIPT, publicKey, file, String(fields)];
}

interface Left {
  readonly headers: ReadonlyMap<string, Buffer>;
  readonly texts: readonly string[];
}

/** What stands in the file, without a last line that was cut. */
function readLeft(file: string): Left {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const headers = lines
    .filter((line) => line.startsWith('header '))
    .map((line) => Buffer.from(line.slice(7), 'hex'));
  return {
    headers: new Map(headers.map((bytes) => [bytes.toString('hex', 10, 26), bytes])),
    texts: lines.filter((line) => line.startsWith('hg1.')),
  };
}

function noncesOf(texts: readonly string[]): Set<string> {
  return new Set(
    texts.map((text) => {
      const field = parseSealed(text);
      return field.kind === 'field' ? `${field.headerId} ${field.counter}` : text;
    }),
  );
}

function openAll({ headers, texts }: Left): Set<string> {
  const opener = createOpener({ privateKey: () => privateKey, header: (id) => headers.get(id) ?? null });
  const place = { ...PLACE, tenant: 'shop', recipientGroup: 'support', jsonPath: 'email' };
  return new Set(texts.map((text) => opener.open(text, place).kind));
}

describe('processes', () => {
  it('that run at once, with the same key and clock, share no epoch', async () => {
    const files = ['one', 'two'].map((name) => join(folder, name));
    await Promise.all(files.map((file) => promisify(execFile)(process.execPath, argsFor(file, 120))));
    const [one, two] = files.map(readLeft);
    if (one === undefined || two === undefined) throw new Error('nothing left');
    expect([one.headers.size, two.headers.size]).toEqual([3, 3]);
    expect(new Set([...one.headers.keys(), ...two.headers.keys()]).size).toBe(6);
    expect(noncesOf([...one.texts, ...two.texts]).size).toBe(240);
  });

  it('that are killed in the middle of an epoch leave what opens, and no nonce is used again after them', async () => {
    const file = join(folder, 'killed');
    for (let round = 1; round <= 2; round += 1) {
      const child = spawn(process.execPath, argsFor(file, 1_000_000), { stdio: 'ignore' });
      await new Promise((resolve) => {
        const watch = setInterval(() => {
          if (countFields(file) < round * 70) return;
          clearInterval(watch);
          child.once('exit', resolve);
          child.kill('SIGKILL');
        }, 5);
      });
    }
    const left = readLeft(file);
    expect(left.texts.length).toBeGreaterThanOrEqual(140);
    expect(openAll(left)).toEqual(new Set(['opened']));
    expect(noncesOf(left.texts).size).toBe(left.texts.length);
  });
});

function countFields(file: string): number {
  try {
    return readLeft(file).texts.length;
  } catch {
    // Not there yet.
    return 0;
  }
}
