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
  const recorded = messages.map((message) => ({ message, leaves: leavesOf(message.sent, '') }));
  // Null is what an SDK writes where there is nothing that could be read.
  const present = recorded.flatMap(({ leaves }) =>
    leaves.filter(({ value }) => value !== null).map(({ path }) => path),
  );
  const givenAt = GIVEN_AT[entry.protocol] ?? {};
  const added = new Set(
    recorded.flatMap(({ leaves }) =>
      leaves
        .filter(({ path, value }) => !isGiven(value) && givenAt[path]?.includes(value) !== true)
        .map(({ path }) => path),
    ),
  );
  return {
    unlisted: [...added]
      .filter((path) => !entry.automatic.some(({ wire }) => restOf(wire, path) !== null))
      .toSorted(),
    unseen: entry.automatic
      .filter(
        ({ wire, when }) => when === undefined && ![...added].some((path) => restOf(wire, path) !== null),
      )
      .map(({ wire }) => wire),
    misplaced: entry.automatic
      .filter(({ wire }) => present.some((path) => restOf(wire, path) !== null))
      .filter((field) => !recorded.some(({ message, leaves }) => isPlaced(field, message, leaves)))
      .map(({ wire, becomes }) => `${wire} → ${becomes}`),
  };
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
export function leavesOf(value: Json, path: string): readonly Leaf[] {
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

function isPlaced(
  { wire, becomes, readAs }: AutomaticField,
  message: SentMessage,
  leaves: readonly Leaf[],
): boolean {
  if (becomes === null) return true;
  const found = leaves.flatMap(({ path, value }) => {
    const rest = restOf(wire, path);
    return rest === null || value === null ? [] : [{ place: becomes.replace(/\*$/, rest), value }];
  });
  if (becomes === 'key') return found.some(({ value }) => value === KEY);
  if (found.length === 0) return false;
  const events = decodeMessages(message.endpoint, [message.opened]).flatMap((event) =>
    leavesOf(JSON.parse(JSON.stringify(event)), ''),
  );
  return found.some(({ place, value }) =>
    events.some((leaf) => leaf.path === place && (readAs !== undefined || isSame(value, leaf.value))),
  );
}

/** The value itself, a part of it, or the same time. */
function isSame(sent: Json, read: Json): boolean {
  return (
    String(sent).includes(String(read)) ||
    instantsOf(sent).some((each) => Math.abs(each - toInstant(read)) <= 1)
  );
}

/** The milliseconds since 1970 that a value may stand for. */
function instantsOf(value: Json): readonly number[] {
  const given = Number(value);
  const instants = Number.isNaN(given)
    ? [Date.parse(String(value))]
    : [given, given * 1_000, given / 1_000_000];
  return instants.filter((each) => each > 0).map(Math.trunc);
}

function toInstant(value: Json): number {
  return typeof value === 'number' ? value : Date.parse(String(value));
}
