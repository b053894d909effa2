/** What an SDK adds to its messages by itself: found by letting it make all its calls with values that can be told apart. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NO_BYTES, findEndpoint, isJsonArray, isJsonObject } from '@headgate/core';
import type { Json, WireRequest } from '@headgate/core';
import type { SdkEntry } from '../packages/core/src/automatic/catalogue.ts';
import { parseQuery, splitTarget, textHeaders } from '../packages/gateway/src/ingest/wire-request.ts';
import { startCaptureServer } from './capture-server.ts';
import type { Captured } from './capture-server.ts';
import { PLANTED } from './sdk-driver.contract.ts';
import { GIVEN_NUMBER } from './sdks/sdk.ts';
import type { SdkTask } from './sdks/sdk.ts';
import type { RemoteSdk } from './sdks/run-node.ts';
import { decompress } from './wire-bytes.ts';

type Start = (task: SdkTask, factor: number) => Promise<RemoteSdk>;

const FACTOR = 50;
/** Minutes to the SDK: all that it sends later of its own accord. */
const QUIET_MS = 1_000;
const KEY = 'key0123456789';
const LIMITS = { depthMax: 64, eventsMax: 2_000 };

/** Every other text that the drivers' `act` hands to an SDK. */
const GIVEN: readonly string[] = [
  'Order Completed',
  'order_completed',
  'Unplanned Event',
  'unplanned_event',
  'Bread',
  'Basket',
  'company',
  'shelf',
  'basket filled',
  'nightly',
  'warning',
  'EUR',
  'sale',
  'gone',
  'iglu:com.example',
];

/** Paths of all leaves in the messages that one run of `act` sends, but for those whose value the app gave. */
export async function recordAutomaticPaths(start: Start): Promise<readonly string[]> {
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
    const paths = server.captured
      .flatMap(messagesOf)
      .flatMap((message) => leavesOf(message, ''))
      .filter(({ value }) => !isGiven(value))
      .map(({ path }) => path);
    return [...new Set(paths)].toSorted();
  } finally {
    await server.close();
  }
}

export interface Difference {
  /** Recorded, but no field of the entry covers it. */
  readonly unlisted: readonly string[];
  /** A field of the entry that never came, though nothing says that it comes only at times. */
  readonly unseen: readonly string[];
}

export function compareWith(entry: SdkEntry, recorded: readonly string[]): Difference {
  const covers = (wire: string, path: string): boolean =>
    path === wire || path.startsWith(`${wire}.`) || path.startsWith(`${wire}[]`);
  return {
    unlisted: recorded.filter((path) => !entry.automatic.some(({ wire }) => covers(wire, path))),
    unseen: entry.automatic
      .filter(({ wire, when }) => when === undefined && !recorded.some((path) => covers(wire, path)))
      .map(({ wire }) => wire),
  };
}

/** The messages of one request, as the protocol's own `open` takes them out of their containers. */
function messagesOf({ method, target, headers, body }: Captured): readonly Json[] {
  const { path, query } = splitTarget(target);
  const found = findEndpoint(path, textHeaders(headers));
  if (found === null || found.endpoint.kind !== 'events') return [];
  const { endpoint } = found;
  const bytes = decompress(body);
  const request: WireRequest = {
    method: method === 'GET' ? 'GET' : 'POST',
    path,
    query: parseQuery(query),
    headers: textHeaders(headers),
    body: endpoint.reads === 'text' ? bytes.toString('utf8') : '',
    bytes: endpoint.reads === 'bytes' ? bytes : NO_BYTES,
  };
  const opened = endpoint.open(request, LIMITS);
  return opened.kind === 'opened' ? opened.messages : [];
}

interface Leaf {
  readonly path: string;
  readonly value: Json;
}

function leavesOf(value: Json, path: string): readonly Leaf[] {
  if (isJsonArray(value) && value.length > 0) return value.flatMap((each) => leavesOf(each, `${path}[]`));
  if (!isJsonObject(value) || Object.keys(value).length === 0) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

function isGiven(value: Json): boolean {
  if (typeof value === 'number') return value === GIVEN_NUMBER;
  if (typeof value !== 'string') return false;
  const texts = [...Object.values(PLANTED), ...GIVEN, String(GIVEN_NUMBER), encodeURIComponent(PLANTED.text)];
  return texts.some((text) => value.includes(text));
}
