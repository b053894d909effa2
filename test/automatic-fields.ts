/** What an SDK adds to its messages by itself: found by letting it make all its calls with values that can be told apart. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonArray, isJsonObject } from '@headgate/core';
import type { AutomaticField, Json, SdkEntry } from '@headgate/core';
import { startCaptureServer } from './capture-server.ts';
import { PLANTED } from './sdk-driver.contract.ts';
import { sentMessages } from './sent-messages.ts';
import type { SentMessage } from './sent-messages.ts';
import { GIVEN_NUMBER } from './sdks/sdk.ts';
import type { SdkTask } from './sdks/sdk.ts';
import type { RemoteSdk } from './sdks/run-node.ts';
import { decodeMessages } from './wire-messages.ts';

type Start = (task: SdkTask, factor: number) => Promise<RemoteSdk>;

const FACTOR = 50;
/** Minutes to the SDK: all that it sends later of its own accord. */
const QUIET_MS = 1_000;
const KEY = 'key0123456789';

/** Every other text that the drivers' `act` hands to an SDK. */
const GIVEN: readonly string[] = [
  'Order Completed',
  'order_completed',
  'Unplanned Event',
  'Basket',
  'shop',
  'company',
  'basket filled',
  'nightly',
  'terms',
  'EUR',
  'gone',
  'sale',
];
/** Longest first, so that none is broken by another that is part of it. */
const GIVEN_TEXTS: readonly string[] = [
  ...GIVEN,
  ...Object.values(PLANTED),
  `${PLANTED.userId}-new`,
  encodeURIComponent(PLANTED.text),
  String(GIVEN_NUMBER),
].toSorted((one, other) => other.length - one.length);

/** What drivers give where an SDK asks for a word or a number of its own, by protocol: path → the values given. */
const GIVEN_AT: Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>> = {
  amplitude: { 'user_properties.$unset.gone': ['-'] },
  mixpanel: { $delete: [''], '$unset[]': ['text', 'gone'] },
  otlp: {
    'scope.version': ['1.0.0'],
    severityNumber: [17],
    severityText: ['ERROR'],
    'status.code': [2],
  },
  sentry: {
    'check_in.status': ['ok'],
    'event.level': ['warning', 'info'],
    'span.attributes.sentry.op': ['task'],
  },
  snowplow: { 'ue.consent_withdrawn.all': [false] },
};

/** The messages that one run of `act` sends. */
export async function recordMessages(start: Start): Promise<readonly SentMessage[]> {
  const server = await startCaptureServer();
  try {
    const sdk = await start({ gateway: server.url, key: KEY, batching: false }, FACTOR);
    try {
      await sdk.act(PLANTED);
      await sdk.flush();
      await sleep(QUIET_MS);
      if (sdk.leave !== undefined) {
        // A closed browser loses what pages send as they are left; one that stays open does not.
        await sdk.leave();
        await sleep(QUIET_MS);
      }
    } finally {
      await sdk.close();
    }
    return server.captured.flatMap(sentMessages);
  } finally {
    await server.close();
  }
}

export interface Difference {
  /** Recorded, but no field of the entry has it. */
  readonly unlisted: readonly string[];
  /** A field of the entry that never came, though nothing says that it comes only at times. */
  readonly unseen: readonly string[];
  /** A field that came and whose value no decoded event has where the entry says it is. */
  readonly misplaced: readonly string[];
}

export const NO_DIFFERENCE: Difference = { unlisted: [], unseen: [], misplaced: [] };

export function compareWith(entry: SdkEntry, messages: readonly SentMessage[]): Difference {
  const givenAt = GIVEN_AT[entry.protocol] ?? {};
  const added = messages
    .flatMap(({ sent }) => leavesOf(sent, ''))
    .filter(({ path, value }) => !isGiven(value) && !(givenAt[path] ?? []).includes(value))
    .map(({ path }) => path);
  return {
    unlisted: [...new Set(added)]
      .filter((path) => !entry.automatic.some(({ wire }) => restOf(wire, path) !== null))
      .toSorted(),
    unseen: entry.automatic
      .filter(({ wire, when }) => when === undefined && !added.some((path) => restOf(wire, path) !== null))
      .map(({ wire }) => wire),
    misplaced: misplacedFields(entry, messages),
  };
}

/** Fields that came and whose value no decoded event has where the entry says it is. */
export function misplacedFields(entry: SdkEntry, messages: readonly SentMessage[]): readonly string[] {
  const recorded = messages.map((message) => ({
    leaves: leavesOf(message.sent, ''),
    decoded: decodeMessages(message.endpoint, [message.opened], sentAt(message.sent)).flatMap((event) =>
      leavesOf(JSON.parse(JSON.stringify(event)), ''),
    ),
  }));
  return entry.automatic
    .map((field) => ({ field, found: recorded.filter(({ leaves }) => valuesOf(field, leaves).length > 0) }))
    .filter(({ field, found }) => found.length > 0 && !found.some((message) => isPlaced(field, message)))
    .map(({ field }) => `${field.wire} → ${field.becomes}`);
}

/** When the SDK says it sent it: received then, it needs no correction of the sender's clock. */
function sentAt(sent: Json): number {
  const { sentAt: spec, sent_at: posthog, stm: snowplow } = isJsonObject(sent) ? sent : {};
  const said = spec ?? posthog ?? snowplow;
  return typeof said === 'string' ? Number(/^\d+$/.test(said) ? said : Date.parse(said)) : 0;
}

/** What a path has beyond a field's: nothing, or the names that its `*` stands for; null where it is another's. */
function restOf(wire: string, path: string): string | null {
  if (path === wire) return '';
  const stem = wire.slice(0, -1);
  return wire.endsWith('.*') && path.startsWith(stem) ? path.slice(stem.length) : null;
}

interface Leaf {
  readonly path: string;
  readonly value: Json;
}

/** Values in which nothing is nested, empty lists and objects among them. */
function leavesOf(value: Json, path: string): readonly Leaf[] {
  if (isJsonArray(value) && value.length > 0) return value.flatMap((each) => leavesOf(each, `${path}[]`));
  if (!isJsonObject(value) || Object.keys(value).length === 0) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** Made of nothing but what the app gave. A longer text in which that occurs, such as a stack, is the SDK's. */
function isGiven(value: Json): boolean {
  if (typeof value === 'number') return value === GIVEN_NUMBER;
  if (typeof value !== 'string') return false;
  const left = GIVEN_TEXTS.reduce((text, given) => text.replaceAll(given, ''), value);
  return left !== value && /^[^\p{L}\p{N}]*$/u.test(left);
}

interface Found {
  /** Where the decoder should put it. */
  readonly place: string;
  readonly value: Json;
}

/** What the message has at the field. Null is what an SDK writes where there is nothing that could be read. */
function valuesOf({ wire, becomes }: AutomaticField, leaves: readonly Leaf[]): readonly Found[] {
  if (becomes === null) return [];
  return leaves.flatMap(({ path, value }) => {
    const rest = value === null ? null : restOf(wire, path);
    return rest === null ? [] : [{ place: becomes.replace(/\*$/, rest), value }];
  });
}

function isPlaced(
  field: AutomaticField,
  { leaves, decoded }: { readonly leaves: readonly Leaf[]; readonly decoded: readonly Leaf[] },
): boolean {
  // A key is no part of an event.
  if (field.becomes === 'key') return true;
  return valuesOf(field, leaves).some(({ place, value }) =>
    decoded.some(
      (leaf) => isAt(leaf.path, place) && (field.readAs !== undefined || isSame(value, leaf.value)),
    ),
  );
}

/** What a decoder made into an object is looked for in all of it. */
function isAt(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}

/** The value itself, a part of it as in `1280x720`, `js-4.10.1` and `amplitude-ts/2.48.1`, or the same time. */
function isSame(sent: Json, read: Json): boolean {
  if (isNested(sent) || isNested(read)) return JSON.stringify(sent) === JSON.stringify(read);
  const [text, wanted] = [String(sent), String(read)];
  return text === wanted || isPart(text, wanted) || isSameTime(sent, read);
}

function isPart(text: string, wanted: string): boolean {
  const at = wanted === '' ? -1 : text.indexOf(wanted);
  return at !== -1 && isParted(text[at - 1]) && isParted(text[at + wanted.length]);
}

function isParted(sign: string | undefined): boolean {
  return sign === undefined || 'x/-'.includes(sign);
}

function isNested(value: Json): value is Exclude<Json, string | number | boolean | null> {
  return typeof value === 'object' && value !== null;
}

/** Whether they are one time: in text, seconds, milliseconds or nanoseconds, to the millisecond. */
function isSameTime(sent: Json, read: Json): boolean {
  const wanted = typeof read === 'string' ? Date.parse(read) : read;
  if (typeof wanted !== 'number') return false;
  const given = Number(sent);
  const instants = Number.isNaN(given)
    ? [typeof sent === 'string' ? Date.parse(sent) : Number.NaN]
    : [given, given * 1_000, given / 1_000_000];
  return instants.some((each) => each > 0 && Math.abs(each - wanted) <= 1);
}
