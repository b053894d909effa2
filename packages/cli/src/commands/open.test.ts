/** The commands that open fields, as people meet them, and the service as a process that may be killed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTrail, verifyTrail } from '@headgate/seal/trail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate, StartedHeadgate } from '../../../../test/headgate-process.ts';
import { MARK, POLICY, SECRET, TOKENS, openShop, request } from '../open/open-fixture.contract.ts';
import type { OpenShop } from '../open/open-fixture.contract.ts';

const VARIABLES = { HEADGATE_KEK_SECRET: SECRET.toString('base64'), HEADGATE_OPEN_TOKEN: TOKENS.otto };
const REASON = ['--purpose', 'support', '--ticket', 'OPS-117'];

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.remove());

function run(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = VARIABLES,
): Promise<EndedHeadgate> {
  return startHeadgate(shop.root, ['open', ...args], variables).ended;
}

function writeLines(count: number): string {
  const items = Array.from({ length: count }, () => shop.seal('properties.email'));
  const path = join(shop.root, 'fields.jsonl');
  writeFileSync(path, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  return path;
}

describe('headgate open', () => {
  it('prints a line for each field, and keeps rows of it that verify', async () => {
    const path = writeLines(2);
    const ended = await run([path, ...REASON]);
    expect(ended.stderr).toBe('');
    const lines = ended.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { path: 'properties.email', group: 'analysts', kind: 'opened' },
      { kind: 'opened' },
    ]);
    expect(ended.stdout).toContain(MARK);
    const audit = await run(['audit']);
    expect(audit.stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(audit.stdout).not.toContain(MARK);
    const verified = await run(['audit', '--verify', '--format', 'json']);
    expect([verified.code, JSON.parse(verified.stdout)]).toEqual([
      0,
      expect.objectContaining({ rows: 2, broken: null }),
    ]);
  });

  it('shows nothing to who has no token, no purpose, no ticket, or asks for too much at once', async () => {
    const path = writeLines(4);
    const { HEADGATE_KEK_SECRET } = VARIABLES;
    const tries = await Promise.all([
      run([path, ...REASON], { HEADGATE_KEK_SECRET }),
      run([path, '--purpose', 'support']),
      run([path, ...REASON]),
    ]);
    expect(tries.map(({ code, stdout }) => [code, stdout])).toEqual([
      [3, ''],
      [2, ''],
      [3, ''],
    ]);
    expect(tries[2]?.stderr).toContain('--write-request');
    for (const { stderr } of tries) expect(stderr).not.toContain(MARK);
  });

  it('writes a request for the service instead', async () => {
    const path = writeLines(4);
    const body = join(shop.root, 'body.json');
    expect((await run([path, ...REASON, '--write-request', body])).code).toBe(0);
    expect(JSON.parse(readFileSync(body, 'utf8'))).toMatchObject({ purpose: 'support', ticket: 'OPS-117' });
  });

  it('makes tokens whose digest the policy takes', async () => {
    const { token, token_sha256: digest } = JSON.parse((await run(['token', '--format', 'json'])).stdout) as {
      token: string;
      token_sha256: string;
    };
    expect([token, digest]).toEqual([
      expect.stringMatching(/^[\w-]{43}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  });
});

async function serve(): Promise<StartedHeadgate & { readonly url: string }> {
  const started = startHeadgate(shop.root, ['open', 'serve', '--port', '0'], VARIABLES);
  const [, url = ''] = await started.saw('stderr', /opens fields at (http:\S+),/);
  return { ...started, url };
}

/** Opens one field after the other until the service is gone; how many values came back. */
async function hammer(url: string): Promise<number> {
  for (let answered = 0; ; answered += 1) {
    try {
      const answer = await fetch(`${url}/v1/open`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKENS.otto}`, 'content-type': 'application/json' },
        body: JSON.stringify(request([shop.seal('properties.email')])),
      });
      if (!(await answer.text()).includes(MARK)) return answered;
    } catch {
      return answered;
    }
  }
}

describe('headgate open serve', () => {
  it('has a row for every value that it answered, when it is killed', async () => {
    const rates = '    fields_per_minute: 100000\n    fields_per_day: 100000\n    approves: true\n';
    writeFileSync(join(shop.root, 'open-policy.yaml'), POLICY.replace('    approves: true\n', rates));
    let answered = 0;
    const before = readTrail(shop.audit).filter(({ entry }) => entry['kind'] === 'field-opened').length;
    for (let round = 0; round < 3; round += 1) {
      const { child, url, ended } = await serve();
      const clients = [hammer(url), hammer(url), hammer(url)];
      setTimeout(() => child.kill('SIGKILL'), 150 + round * 100);
      answered += (await Promise.all(clients)).reduce((sum, each) => sum + each, 0);
      await ended;
      const rows =
        readTrail(shop.audit).filter(({ entry }) => entry['kind'] === 'field-opened').length - before;
      expect(rows).toBeGreaterThanOrEqual(answered);
      expect(verifyTrail(shop.audit, null).broken).toBeNull();
    }
    expect(answered).toBeGreaterThan(10);
  }, 60_000);

  it('ends in order when it is told to', async () => {
    const { child, ended } = await serve();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stdout: '' });
  });
});
