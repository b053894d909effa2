/** Who may open which sealed fields, as `open-policy.yaml` says it. Unknown keys are errors. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

const CALLERS_MAX = 1000;
const LIST_MAX = 200;
const FIELDS_MAX = 1_000_000;

const nameShape = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits, - and _');
const listOf = <T extends z.ZodType>(shape: T): z.ZodArray<T> => z.array(shape).min(1).max(LIST_MAX);
const rateShape = z.int().min(0).max(FIELDS_MAX);

const callerShape = z.strictObject({
  /** SHA-256 of the token, in hex. Tokens are 256 random bits (`headgate open token`), so a plain digest gives nothing away. */
  token_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits, as headgate open token prints them'),
  /** Recipient groups whose fields may be opened. */
  groups: z.array(nameShape).max(LIST_MAX).default([]),
  /** Planned paths of fields: whole, or with `*` at the end for all that begin so. */
  fields: z
    .array(z.string().regex(/^(?:[^*]{1,511}|[^*]{0,511}\*)$/, 'must be a path, with * at its end at most'))
    .max(LIST_MAX)
    .default([]),
  purposes: z.array(nameShape).max(LIST_MAX).default([]),
  /** Fields in any 60 seconds, and in any 24 hours. */
  fields_per_minute: rateShape.default(60),
  fields_per_day: rateShape.default(1000),
  /** Whether bulk requests of others may be approved. */
  approves: z.boolean().default(false),
});

const policyShape = z.strictObject({
  version: z.literal('headgate-open/v1'),
  /** What tickets begin with; 1 to 12 digits follow. */
  tickets: listOf(z.string().regex(/^[A-Za-z][A-Za-z0-9_#/-]{0,31}$/, 'must begin with a letter: OPS-')),
  bulk: z
    .strictObject({
      /** The most fields that one person may open at once. */
      fields: z.int().min(0).max(FIELDS_MAX).default(25),
      /** How long a request waits for its approval and collection together. */
      minutes: z.int().min(1).max(10_080).default(60),
    })
    .prefault({}),
  limits: z
    .strictObject({
      fields: z.int().min(1).max(100_000).default(5000),
      body_bytes: z.int().min(1024).max(268_435_456).default(8_388_608),
      waiting: z.int().min(1).max(1000).default(20),
      connections: z.int().min(1).max(10_000).default(64),
      request_seconds: z.int().min(1).max(600).default(30),
    })
    .prefault({}),
  callers: z.record(nameShape, callerShape).refine((callers) => Object.keys(callers).length <= CALLERS_MAX, {
    message: `must have at most ${CALLERS_MAX} callers`,
  }),
});

export interface Caller {
  readonly name: string;
  /** 32 bytes. */
  readonly tokenDigest: Buffer;
  readonly groups: ReadonlySet<string>;
  readonly fields: readonly string[];
  readonly purposes: ReadonlySet<string>;
  readonly perMinute: number;
  readonly perDay: number;
  readonly approves: boolean;
}

export interface OpenLimits {
  readonly fields: number;
  readonly bodyBytes: number;
  readonly waiting: number;
  readonly connections: number;
  readonly requestMs: number;
}

export interface OpenPolicy {
  readonly tickets: readonly string[];
  /** Requests with more fields need a second person. */
  readonly bulkFields: number;
  readonly bulkMs: number;
  readonly limits: OpenLimits;
  readonly callers: readonly Caller[];
}

export interface CheckedPolicy {
  readonly value: OpenPolicy | null;
  /** What is wrong, with its place; never a value. */
  readonly issues: readonly string[];
}

/** Reads a policy. Everything wrong is an error: who may open fields must be meant as it stands. */
export function parsePolicy(text: string): CheckedPolicy {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  if (document.errors.length > 0) {
    const issues = document.errors.map(
      ({ pos: [at] }) => `line ${lineCounter.linePos(at).line}: is no YAML, or has a key twice`,
    );
    return { value: null, issues };
  }
  const parsed = policyShape.safeParse(contentOf(document));
  if (!parsed.success) {
    return {
      value: null,
      issues: parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`),
    };
  }
  const issues = twins(parsed.data.callers);
  return { value: issues.length > 0 ? null : understand(parsed.data), issues };
}

/** Null where aliases would blow it up, which then fits no shape. */
function contentOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch {
    return null;
  }
}

function understand({ tickets, bulk, limits, callers }: z.output<typeof policyShape>): OpenPolicy {
  return {
    tickets,
    bulkFields: bulk.fields,
    bulkMs: bulk.minutes * 60_000,
    limits: {
      fields: limits.fields,
      bodyBytes: limits.body_bytes,
      waiting: limits.waiting,
      connections: limits.connections,
      requestMs: limits.request_seconds * 1000,
    },
    callers: Object.entries(callers).map(([name, caller]) => ({
      name,
      tokenDigest: Buffer.from(caller.token_sha256, 'hex'),
      groups: new Set(caller.groups),
      fields: caller.fields,
      purposes: new Set(caller.purposes),
      perMinute: caller.fields_per_minute,
      perDay: caller.fields_per_day,
      approves: caller.approves,
    })),
  };
}

/** One token for two callers would let one person be two. */
function twins(callers: z.output<typeof policyShape>['callers']): string[] {
  const seen = new Set<string>();
  return Object.entries(callers).flatMap(([name, { token_sha256: digest }]) => {
    if (seen.has(digest)) return [`callers.${name}.token_sha256: is that of another caller`];
    seen.add(digest);
    return [];
  });
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the file' : path.map(String).join('.');
}
