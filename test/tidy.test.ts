/** What the layout promises, as tests: who may import whom, how long a file may be, and what stays out of core. */
import { describe, expect, it } from 'vitest';
import { readSourceFiles } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

const files = readSourceFiles();
const product = files.filter((file) => !file.isTest);
const LINES_MAX = 400;

/**
 * A file belongs to the first layer whose path it begins with, and may import its own layer and those named.
 * Order is the data's way: nothing points back.
 */
const LAYERS: readonly (readonly [layer: string, mayImport: readonly string[]])[] = [
  ['packages/core/src/event.ts', []],
  ['packages/core/src/outcome.ts', []],
  ['packages/core/src/issue.ts', []],
  ['packages/core/src/finding.ts', []],
  ['packages/core/src/detect/', ['packages/core/src/event.ts']],
  [
    'packages/core/src/wire/',
    ['packages/core/src/event.ts', 'packages/core/src/outcome.ts', 'packages/core/src/issue.ts'],
  ],
  [
    'packages/core/src/vendor/',
    [
      'packages/core/src/event.ts',
      'packages/core/src/issue.ts',
      'packages/core/src/wire/amplitude/words.ts',
      'packages/core/src/wire/ga4/limits.ts',
      'packages/core/src/wire/ga4/words.ts',
      'packages/core/src/wire/mixpanel/automatic.ts',
      'packages/core/src/wire/sentry/names.ts',
      'packages/core/src/wire/sentry/times.ts',
      'packages/core/src/wire/sentry/words.ts',
      'packages/core/src/wire/posthog/automatic.ts',
      'packages/core/src/wire/snowplow/commerce.ts',
      'packages/core/src/wire/snowplow/schema.ts',
      'packages/core/src/wire/snowplow/words.ts',
      'packages/core/src/wire/otlp/words.ts',
    ],
  ],
  [
    'packages/core/src/aggregate/',
    ['packages/core/src/event.ts', 'packages/core/src/plan/plan.ts', 'packages/core/src/protect/'],
  ],
  [
    'packages/core/src/plan/',
    [
      'packages/core/src/aggregate/',
      'packages/core/src/automatic/profile.ts',
      'packages/core/src/consent/',
      'packages/core/src/event.ts',
      'packages/core/src/finding.ts',
      'packages/core/src/issue.ts',
      'packages/core/src/outcome.ts',
      'packages/core/src/detect/',
      'packages/core/src/protect/',
      'packages/core/src/vendor/vendor.ts',
    ],
  ],
  [
    'packages/core/src/protect/',
    [
      'packages/core/src/aggregate/',
      'packages/core/src/vendor/vendor.ts',
      'packages/core/src/event.ts',
      'packages/core/src/plan/',
      'packages/core/src/issue.ts',
    ],
  ],
  [
    'packages/core/src/consent/',
    [
      'packages/core/src/event.ts',
      'packages/core/src/plan/',
      'packages/core/src/wire/read-value.ts',
      'packages/core/src/wire/wire.ts',
    ],
  ],
  ['packages/core/src/', ['packages/core/src/']],
  ['packages/seal/src/', []],
  ['packages/api/src/', ['packages/core/src/index.ts']],
  ['packages/sdk/src/', []],
  ['packages/gateway/src/runtime.ts', ['packages/core/src/index.ts']],
  ['packages/gateway/src/serial.ts', []],
  ['packages/gateway/src/write-whole.ts', []],
  [
    'packages/gateway/src/ledger/',
    ['packages/core/src/index.ts', 'packages/gateway/src/runtime.ts', 'packages/gateway/src/serial.ts'],
  ],
  [
    'packages/gateway/src/cohort/',
    [
      'packages/core/src/index.ts',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
      'packages/gateway/src/write-whole.ts',
    ],
  ],
  ['packages/gateway/src/lmdb/', ['packages/gateway/src/write-whole.ts']],
  [
    'packages/gateway/src/sealed/',
    [
      'packages/core/src/index.ts',
      'packages/seal/src/envelope/index.ts',
      'packages/gateway/src/lmdb/',
      'packages/gateway/src/queue/group-commit.ts',
      'packages/gateway/src/seal/subject-keys.ts',
    ],
  ],
  [
    'packages/gateway/src/seal/',
    [
      'packages/core/src/index.ts',
      'packages/seal/src/index.ts',
      'packages/seal/src/envelope/index.ts',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
    ],
  ],
  ['packages/gateway/src/retention/', ['packages/gateway/src/runtime.ts', 'packages/gateway/src/serial.ts']],
  [
    'packages/gateway/src/snapshot/',
    [
      'packages/core/src/index.ts',
      'packages/seal/src/index.ts',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
      'packages/gateway/src/write-whole.ts',
      'packages/gateway/src/config',
    ],
  ],
  [
    'packages/gateway/src/queue/',
    [
      'packages/core/src/index.ts',
      'packages/seal/src/envelope/index.ts',
      'packages/gateway/src/lmdb/',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
      'packages/gateway/src/ledger/entry.ts',
    ],
  ],
  [
    'packages/gateway/src/ingest/',
    [
      'packages/core/src/index.ts',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
      'packages/gateway/src/snapshot/',
      'packages/gateway/src/ledger/entry.ts',
      'packages/gateway/src/queue/queue.ts',
      'packages/gateway/src/queue/quarantined.ts',
    ],
  ],
  [
    'packages/gateway/src/quarantine/',
    [
      'packages/core/src/index.ts',
      'packages/api/src/index.ts',
      'packages/seal/src/envelope/index.ts',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
      'packages/gateway/src/seal/',
      'packages/gateway/src/snapshot/',
      'packages/gateway/src/ingest/collect.ts',
      'packages/gateway/src/ingest/store.ts',
      'packages/gateway/src/queue/quarantined.ts',
    ],
  ],
  [
    'packages/gateway/src/deliver/',
    [
      'packages/core/src/index.ts',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
      'packages/gateway/src/write-whole.ts',
      'packages/gateway/src/snapshot/',
      'packages/gateway/src/ledger/',
      'packages/gateway/src/queue/queue.ts',
    ],
  ],
  [
    'packages/gateway/src/control/',
    [
      'packages/core/src/index.ts',
      'packages/seal/src/envelope/index.ts',
      'packages/api/src/index.ts',
      'packages/gateway/src/runtime.ts',
      'packages/gateway/src/serial.ts',
      'packages/gateway/src/snapshot/',
      'packages/gateway/src/ledger/',
      'packages/gateway/src/queue/queue.ts',
    ],
  ],
  ['packages/gateway/src/', ['packages/']],
  ['packages/cli/src/', ['packages/']],
];

function layerOf(path: string): readonly [string, readonly string[]] | undefined {
  return LAYERS.find(([layer]) => path.startsWith(layer));
}

function forbiddenImports(file: SourceFile): string[] {
  const [layer, mayImport] = layerOf(file.path) ?? ['', []];
  const own = file.imports.filter((target) => target.startsWith('packages/'));
  return own
    .filter((target) => !target.startsWith(layer) && !mayImport.some((each) => target.startsWith(each)))
    .map((target) => `${file.path} → ${target}`);
}

describe('layers', () => {
  it('every file has one', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => layerOf(file.path) === undefined)).toEqual([]);
  });

  it('nothing imports against the table', () => {
    expect(product.flatMap(forbiddenImports)).toEqual([]);
  });

  it('no import leads back to its file, type imports included', () => {
    expect(findCycles(product)).toEqual([]);
  });
});

function findCycles(all: readonly SourceFile[]): string[] {
  const byPath = new Map(all.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of byPath.get(path)?.imports ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return cycles;
}

/** The outbound door: one file for HTTP, one for Kafka. */
const DOORS = ['packages/gateway/src/deliver/send.ts', 'packages/gateway/src/deliver/send-kafka.ts'];

/** Each rule names what it forbids and the files it holds for. */
const RULES: readonly {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly holds: (path: string) => boolean;
}[] = [
  {
    rule: 'core has no clock, chance or I/O',
    // In quotes it is a name of OpenTelemetry's.
    pattern:
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|'node:|\bperformance\.|\bfetch\(|(?<!['`])\bprocess\b/,
    holds: (path) => path.startsWith('packages/core/'),
  },
  {
    rule: 'the environment is read in main.ts alone',
    pattern: /\bprocess\.env\b/,
    holds: (path) => path !== 'packages/cli/src/main.ts',
  },
  {
    rule: 'only deliver/send.ts and deliver/send-kafka.ts open connections to vendors',
    pattern:
      /'@platformatic\/kafka'|'node:https'|'node:tls'|'undici'|\bfetch\(|\bhttp\.request\(|import \{[^}]*\b(?:connect|createConnection|Socket)\b[^}]*\} from 'node:net'/,
    holds: (path) => path.startsWith('packages/gateway/') && !DOORS.includes(path),
  },
  {
    rule: 'only the commands that open fields load what opens them; the gateway never does',
    pattern:
      /\b(?:createOpener|openKeyRing|unwrapKeyRing|openKek|readKekSecrets|openBackup|unwrapPrivateKey)\b|'@headgate\/seal\/vault'/,
    holds: (path) => /^packages\/(?:core|api|gateway)\//.test(path),
  },
  { rule: 'no export *', pattern: /export \*/, holds: () => true },
  { rule: 'no enum', pattern: /^\s*(?:export )?(?:const )?enum /m, holds: () => true },
  { rule: 'no default export', pattern: /export default/, holds: () => true },
  { rule: 'no any', pattern: /\bas any\b|: any\b|<any>/, holds: () => true },
];

describe('rules', () => {
  it.each(RULES)('$rule', ({ pattern, holds }) => {
    const broken = product
      .filter((file) => holds(file.path) && pattern.test(file.code))
      .map((file) => file.path);
    expect(broken).toEqual([]);
  });

  it('files are short and none is a drawer', () => {
    const long = files
      .filter((file) => file.text.split('\n').length > LINES_MAX + 1)
      .map((file) => file.path);
    expect(long).toEqual([]);
    const drawers = /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.ts$)|(?:^|\/)types\.ts$/;
    expect(files.filter((file) => drawers.test(file.path)).map((file) => file.path)).toEqual([]);
  });
});
