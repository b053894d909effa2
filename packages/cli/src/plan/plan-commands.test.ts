/** The commands about plans as people and builds meet them: processes, files, exit codes. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import { readImport } from './read-import.ts';

const FIXTURES = fileURLToPath(new URL('../../../../fixtures/', import.meta.url));
const IGLU = join(FIXTURES, 'plan-import/iglu/drafts/source');
const PLAN = join(FIXTURES, 'plan-export/source');
const BAD = join(FIXTURES, 'plan/above-ceiling');

let directory = '';
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'headgate-plan-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function plan(...args: readonly string[]): Promise<EndedHeadgate> {
  return startHeadgate(directory, ['plan', ...args]).ended;
}

function file(name: string, content: string): string {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return name;
}

function textsBelow(name: string): Record<string, string> {
  const root = join(directory, name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  );
}

describe('plan import', () => {
  it('writes a plan that the lint takes, and tells what needs review and what was not read', async () => {
    const imported = await plan('import', 'iglu', IGLU, '--out', 'from-iglu');
    expect(imported.code).toBe(5);
    expect(imported.stdout).toMatch(/^ +\d+ {2}null-allowed: /m);
    expect(imported.stdout).toContain(
      'not read  com.other/broken/jsonschema/1-0-0: is no self-describing JSON Schema',
    );
    expect(imported.stderr).toMatch(/\d+ places marked "needs review"/);
    const kept = join(FIXTURES, 'plan-import/iglu/drafts/plan/events');
    expect(textsBelow('from-iglu/events')).toEqual(
      Object.fromEntries(readdirSync(kept).map((name) => [name, readFileSync(join(kept, name), 'utf8')])),
    );
    expect(await plan('lint', 'from-iglu')).toMatchObject({ code: 0 });
  });

  it('writes over nothing', async () => {
    file('mine/plan.yaml', 'mine');
    mkdirSync(join(directory, 'also-mine/events'), { recursive: true });
    for (const out of ['mine', 'also-mine']) {
      const refused = await plan('import', 'ga4', '--out', out);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain('already');
    }
    expect(textsBelow('mine')).toEqual({ 'plan.yaml': 'mine' });
    expect(textsBelow('also-mine')).toEqual({});
  });

  it('gives each note as JSON with its place', async () => {
    const { code, stdout } = await plan(
      'import',
      'segment',
      join(FIXTURES, 'plan-import/segment/public-api/source'),
      '--out',
      'json',
      '--format',
      'json',
    );
    // One of its rules is for every call, and a plan has nothing like it.
    expect(code).toBe(5);
    const report = JSON.parse(stdout) as { events: { event: string; notes: unknown[] }[] };
    const order = report.events.find(({ event }) => event === 'track Order Completed');
    expect(order?.notes).toContainEqual({
      rule: 'unbounded-string',
      pointer: '/schema/properties/order_id',
      detail: '1000',
    });
  });

  it.each([
    ['a format that is none', ['import', 'excel', 'x', '--out', 'a']],
    ['nowhere to write', ['import', 'ga4']],
    ['nothing to read', ['import', 'iglu', '--out', 'a']],
    ['a path where nothing is', ['import', 'iglu', 'nowhere', '--out', 'a']],
    ['a directory of something else', ['import', 'glean', IGLU, '--out', 'a']],
  ])('ends with 2 for %s', async (_, args) => {
    expect(await plan(...args)).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(directory, 'a'))).toBe(false);
  });
});

function wants(path: string): boolean {
  return path.endsWith('.json');
}

describe('what is read of an import', () => {
  it('is at most so many files of so many bytes, and no link', () => {
    file('limits/a.json', '12345');
    file('limits/b/c.json', '1234');
    file('limits/d.txt', '1');
    symlinkSync(join(directory, 'limits/a.json'), join(directory, 'limits/e.json'));
    const path = join(directory, 'limits');
    expect(readImport(path, wants, { files: 2, bytes: 5 })).toEqual({
      files: [
        { path: 'a.json', text: '12345' },
        { path: 'b/c.json', text: '1234' },
      ],
      unread: [],
    });
    expect(() => readImport(path, wants, { files: 1, bytes: 5 })).toThrow('more than 1 files');
    const { files, unread } = readImport(path, wants, { files: 2, bytes: 4 });
    expect(files.map((each) => each.path)).toEqual(['b/c.json']);
    expect(unread.map((each) => each.file)).toEqual(['a.json']);
  });
});

describe('plan export', () => {
  it('prints a single file, and writes several', async () => {
    const printed = await plan('export', 'markdown', PLAN);
    expect(printed).toMatchObject({
      code: 0,
      stdout: readFileSync(join(FIXTURES, 'plan-export/markdown/plan.md'), 'utf8'),
    });
    expect(await plan('export', 'odcs', PLAN)).toMatchObject({ code: 2, stdout: '' });
    expect(await plan('export', 'odcs', PLAN, '--out', 'contracts')).toMatchObject({ code: 0 });
    expect(Object.keys(textsBelow('contracts/odcs')).toSorted()).toEqual([
      'guard.yaml',
      'mixpanel.yaml',
      'warehouse.yaml',
    ]);
  });

  it('never changes a version that is published, and counts versions where they are known', async () => {
    const args = ['export', 'iglu', PLAN, '--vendor', 'com.acme', '--out', 'registry'];
    expect(await plan(...args)).toMatchObject({ code: 0 });
    expect(await plan(...args)).toMatchObject({ code: 0 });
    const published = 'registry/schemas/com.acme/login/jsonschema/1-0-2000';
    file(published, '{}');
    const refused = await plan(...args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('com.acme/login/jsonschema/1-0-2000 is there already');
    file('versions.json', '{"login":["0.1.0","0.2.0"]}');
    await plan(
      'export',
      'iglu',
      PLAN,
      '--vendor',
      'com.acme',
      '--out',
      'counted',
      '--versions',
      'versions.json',
    );
    expect(existsSync(join(directory, 'counted/schemas/com.acme/login/jsonschema/1-0-1'))).toBe(true);
  });

  it('of a plan with errors writes nothing and ends with 1', async () => {
    const { code, stdout } = await plan('export', 'html', BAD, '--out', 'bad');
    expect(code).toBe(1);
    expect(stdout).toContain('above-ceiling');
    expect(existsSync(join(directory, 'bad'))).toBe(false);
  });

  it.each([
    ['a format that is none', ['export', 'pdf', PLAN]],
    ['no publisher', ['export', 'iglu', PLAN, '--out', 'x']],
    [
      'versions that are none',
      ['export', 'iglu', PLAN, '--vendor', 'com.acme', '--out', 'x', '--versions', 'not.json'],
    ],
  ])('ends with 2 for %s', async (_, args) => {
    file('not.json', '{"login":["latest"]}');
    expect(await plan(...args)).toMatchObject({ code: 2, stdout: '' });
  });
});

function events(): string {
  const lines = Array.from({ length: 40 }, (_, at) => ({
    type: 'track',
    event: at % 2 === 0 ? 'Order Completed' : 'Logged In',
    messageId: `m-${at}`,
    timestamp: '2026-06-01T00:00:00Z',
    properties:
      at % 2 === 0
        ? {
            order_ref: `SECRETREF${at}`,
            total: at,
            items: [{ sku: 'bread' }],
            colour: at % 4 === 0 ? 'scarlet' : 7,
          }
        : { attempts: 1, ip: '203.0.113.9', mail: 'ana@corp.example' },
  }));
  const unplanned = {
    type: 'track',
    event: 'Cart Viewed',
    messageId: 'x',
    properties: { size: 2.5, gift: true },
  };
  return [...lines, unplanned].map((each) => JSON.stringify(each)).join('\n');
}

/** Stand in the events above, and may stand nowhere else. */
const VALUES = /SECRETREF|bread|scarlet|203\.0|ana@corp|corp\.example/;

describe('plan infer', () => {
  it('drafts types and sizes and never a value', async () => {
    file('seen.jsonl', events());
    const inferred = await plan('infer', 'seen.jsonl', '--out', 'inferred');
    expect(inferred.code).toBe(0);
    const drafted = textsBelow('inferred');
    expect(`${JSON.stringify(drafted)}${inferred.stdout}${inferred.stderr}`).not.toMatch(VALUES);
    expect(JSON.stringify(drafted)).not.toMatch(/enum:|const:|minimum:/);
    const order = drafted['events/order_completed.yaml'] ?? '';
    expect(order).toContain('from 20 events');
    expect(order).toMatch(
      /# needs review: was of several types; here it is of one \(integer, string\)\n +colour:\n +type: string/,
    );
    expect(order).toMatch(/items:\n +type: array\n +maxItems: 8\n +items:\n +type: object/);
    const login = drafted['events/logged_in.yaml'] ?? '';
    expect(login).toMatch(/# needs review: held what describes people .*\(email\)\n(?: +#.*\n)* +mail:/);
    expect(drafted['events/cart_viewed.yaml']).toMatch(/size:\n +type: number/);
    expect(await plan('lint', 'inferred')).toMatchObject({ code: 0 });
    expect(await plan('infer', 'seen.jsonl', '--out', 'inferred')).toMatchObject({ code: 2 });
  });

  it('tells what was not read, and ends with 5', async () => {
    file('broken.jsonl', `${events()}\n{"type":"track",`);
    const { code, stdout } = await plan('infer', 'broken.jsonl', '--out', 'half');
    expect(code).toBe(5);
    expect(stdout).toMatch(/not read {2}broken\.jsonl:42-42: /);
  });

  it('has nothing to draft where no event has a name', async () => {
    file('nameless.jsonl', '{"a":1}\n');
    expect(await plan('infer', 'nameless.jsonl', '--out', 'none')).toMatchObject({ code: 5, stdout: '' });
    expect(existsSync(join(directory, 'none'))).toBe(false);
  });
});

describe('plan coverage', () => {
  interface Covered {
    events: { id: string; standing: string; events: number; fields: unknown }[];
    unplanned: unknown[];
  }

  it('tells the events and fields that are seen, never seen and not planned', async () => {
    file('seen.jsonl', events());
    const { code, stdout } = await plan('coverage', 'seen.jsonl', '--plan', PLAN, '--format', 'json');
    expect(code).toBe(1);
    expect(stdout).not.toMatch(VALUES);
    const covered = JSON.parse(stdout) as Covered;
    expect(covered.events.map(({ id, standing, events: seen }) => [id, standing, seen])).toEqual([
      ['checkout.order_completed', 'seen', 20],
      ['login', 'seen', 20],
      ['old', 'unseen-draft', 0],
      ['survey_sent', 'unseen-draft', 0],
    ]);
    expect(covered.events[0]?.fields).toEqual({
      planned: 10,
      unseen: ['kind', 'items[].price', 'tags[]', 'at', 'note', 'delivery.city', 'delivery.express'],
      unplanned: ['colour'],
    });
    expect(covered.unplanned).toEqual([{ event: 'track Cart Viewed', events: 1 }]);
  });

  it('counts what has no name that can be shown as unplanned, and the draft says that it leaves it out', async () => {
    const named = '{"type":"track","event":"Logged In","messageId":"a","properties":{"attempts":2}}\n';
    const unnamed =
      '{"type":"track","event":"Paid by ana@acme.example","messageId":"b","properties":{"total":2}}\n';
    file('unnamed.jsonl', named + unnamed);
    const covered = await plan('coverage', 'unnamed.jsonl', '--plan', PLAN);
    expect(covered).toMatchObject({ code: 1, stderr: expect.stringContaining('1 unplanned') });
    expect(covered.stdout).toMatch(/^unplanned {2}events whose name is not shown.*: 1$/m);
    const drafted = await plan('infer', 'unnamed.jsonl', '--out', 'of-unnamed');
    expect(drafted).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('warning: 1 event has no name'),
    });
    expect([covered.stdout, covered.stderr, drafted.stdout, drafted.stderr].join('')).not.toContain('ana@');
  });

  it.each([
    ['unplanned', 'login.jsonl', 0],
    ['unseen', 'login.jsonl', 1],
    ['either', 'login.jsonl', 1],
    ['nothing', 'seen.jsonl', 0],
    ['unseen', 'seen.jsonl', 0],
    ['unplanned', 'seen.jsonl', 1],
  ])('with --fail-on %s over %s ends with %d', async (failOn, name, code) => {
    file('seen.jsonl', events());
    file('login.jsonl', '{"type":"track","event":"Logged In","messageId":"a","properties":{"attempts":2}}\n');
    expect(await plan('coverage', name, '--plan', PLAN, '--fail-on', failOn)).toMatchObject({ code });
  });

  it('ends with 4 where the gateway that is asked does not run', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    expect(await plan('coverage', '--plan', PLAN, '--admin', nobody)).toMatchObject({ code: 4, stdout: '' });
  });

  it('of a plan with errors ends with 1 before anything is read', async () => {
    expect(await plan('coverage', 'nowhere', '--plan', BAD)).toMatchObject({ code: 1 });
  });
});

function cases(total: string): string {
  return `
apiVersion: headgate/v1
kind: test
now: 2026-06-01T00:00:00Z
cases:
  - name: a login stays here
    event: { call: track, name: Logged In, source: web, properties: { attempts: 2 } }
    expect:
      warehouse: { properties: { attempts: ${total} } }
      mixpanel: not-for-vendor
`;
}

describe('plan test', () => {
  it('runs the cases beside the plan and says at which path one differs', async () => {
    cpSync(PLAN, join(directory, 'tested'), { recursive: true });
    expect(await plan('test', 'tested')).toMatchObject({ code: 2, stdout: '' });
    file('tested/tests/login.yaml', cases('2'));
    expect(await plan('test', 'tested')).toMatchObject({ code: 0, stdout: '' });
    file('tested/tests/deep/again.yaml', cases('3'));
    const { code, stdout } = await plan('test', 'tested');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^tested\/tests\/deep\/again\.yaml:9 fails a login stays here, warehouse\n {4}properties\.attempts: expected 3, got 2\n$/,
    );
    const json = JSON.parse((await plan('test', 'tested', '--format', 'json')).stdout) as {
      results: { faults: string[] }[];
    };
    expect(json.results.map(({ faults }) => faults.length).toSorted((left, right) => left - right)).toEqual([
      0, 0, 0, 1,
    ]);
  });

  it('ends with 1 and a place where a case cannot be run', async () => {
    cpSync(PLAN, join(directory, 'wrong'), { recursive: true });
    file('wrong/tests/a.yaml', cases('2').replace('warehouse:', 'warehous:'));
    const { code, stdout } = await plan('test', 'wrong');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'wrong/tests/a.yaml:9:7 error unknown-vendor: The plan has no vendor "warehous".',
    );
    expect(stdout).toContain('Did you mean "warehouse"?');
  });
});
