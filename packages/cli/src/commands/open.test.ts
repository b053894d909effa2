/** The commands that open fields, as people meet them, and the service as a process that may be killed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

  it('says of which form a ticket is', async () => {
    const refused = await run([writeLines(1), '--purpose', 'support', '--ticket', '117']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('OPS-');
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

/** Whether one of the headers is a subject's and names this one as the group's. */
function isGroupOf(headers: Readonly<Record<string, string>>, id: string): boolean {
  return Object.values(headers).some(
    (header) => Buffer.from(header, 'base64url').subarray(106).toString('hex') === id,
  );
}

describe('what the gateway keeps', () => {
  const DAY = ['--from', '2026-11-26', '--to', '2026-11-27T12:00:00Z'];
  let gateway: Server;
  let admin = '';
  let values: object[] = [];
  const asked: { path: string; body: Record<string, unknown> }[] = [];

  beforeAll(async () => {
    gateway = createServer((incoming, response) => {
      let text = '';
      incoming.on('data', (more) => (text += String(more)));
      incoming.on('end', () => {
        const body = JSON.parse(text) as Record<string, unknown> & { ids?: string[] };
        const path = incoming.url ?? '';
        asked.push({ path, body });
        const at = Number(body['after'] ?? 0);
        const isPaged = 'from' in body;
        const found = {
          values: isPaged ? values.slice(at, at + 2) : values,
          next: isPaged && at + 2 < values.length ? String(at + 2) : null,
        };
        const headers = Object.fromEntries([...shop.stored].filter(([id]) => body.ids?.includes(id)));
        // A subject's header brings the group's along, as the contract has it.
        for (const [id, header] of shop.stored) if (isGroupOf(headers, id)) headers[id] = header;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(path.endsWith('/find') ? found : { headers }));
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    admin = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => gateway.close(resolve)));

  function keep(count: number): void {
    values = Array.from({ length: count }, (_, at) => {
      const { text, place } = shop.seal('properties.email', {
        isApart: true,
        ...(at === 0 ? { subject: 0 } : {}),
      });
      const { source, eventName, eventId, jsonPath: path, recipientGroup: group } = place;
      return { eventId, source, environment: 'production', eventName, path, group, text, storedAt: at };
    });
    asked.length = 0;
  }

  const ask = (args: readonly string[]): Promise<EndedHeadgate> =>
    run([...args, ...REASON, '--admin', admin], { ...VARIABLES, HEADGATE_ADMIN_TOKEN: 't'.repeat(43) });

  it('is found by event, and opened with the headers that are asked for apart', async () => {
    keep(2);
    const ended = await ask(['--event', 'm-1']);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout.match(/"kind":"opened"/g)).toHaveLength(2);
    expect(asked.map(({ path }) => path)).toEqual(['/v1/sealed/find', '/v1/sealed/headers']);
    expect(asked[0]?.body).toEqual({ event: 'm-1' });
  });

  it('is found by time, page after page, as far as a request may go', async () => {
    keep(3);
    const ended = await ask([...DAY, '--path', 'properties.email', '--group', 'analysts']);
    expect([ended.code, ended.stdout.match(/"kind":"opened"/g)?.length]).toEqual([0, 3]);
    const question = { path: 'properties.email', group: 'analysts', limit: 1000 };
    const times = { from: Date.UTC(2026, 10, 26), to: Date.UTC(2026, 10, 27, 12) };
    expect(asked.map(({ body }) => body).slice(0, 2)).toEqual([
      { ...times, ...question },
      { ...times, ...question, after: '2' },
    ]);
    keep(11);
    expect(await ask(DAY)).toMatchObject({ code: 2, stdout: '' });
    keep(0);
    expect(await ask(DAY)).toMatchObject({ code: 2, stdout: '' });
  });

  it('says where to ask for headers of texts that came otherwise, and asks there', async () => {
    const items = [shop.seal('properties.email', { isApart: true }), shop.seal('properties.email')];
    writeFileSync(join(shop.root, 'fields.jsonl'), items.map((item) => JSON.stringify(item)).join('\n'));
    const alone = await run(['fields.jsonl', ...REASON]);
    expect([alone.code, alone.stdout.match(/"kind":"opened"/g)]).toEqual([5, ['"kind":"opened"']]);
    expect(alone.stderr).toContain('--admin');
    asked.length = 0;
    const ended = await ask(['fields.jsonl']);
    expect([ended.code, ended.stdout.match(/"kind":"opened"/g)?.length]).toEqual([0, 2]);
    expect(asked.map(({ path, body }) => [path, (body['ids'] as string[]).length])).toEqual([
      ['/v1/sealed/headers', 1],
    ]);
  });

  it.each([
    [['--from', '2026-11-26'], '--from and --to'],
    [['--event', 'm-1', '--path', 'a'], '--from and --to'],
    [['--from', 'yesterday', '--to', '2026-11-27'], '2026-11-27'],
    [['fields.jsonl', '--event', 'm-1'], 'Name a file'],
  ])('is not asked for where it is not clear what is meant: %j', async (args, mend) => {
    const ended = await ask(args);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(mend)]);
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
