/** What an SDK adds to its messages by itself: found by letting it make all its calls with values that can be told apart. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonArray, isJsonObject } from '@headgate/core';
import type { Json } from '@headgate/core';
import type { SdkEntry } from '../packages/core/src/automatic/catalogue.ts';
import { startCaptureServer } from './capture-server.ts';
import { PLANTED } from './sdk-driver.contract.ts';
import { GIVEN_NUMBER } from './sdks/sdk.ts';
import type { SdkTask } from './sdks/sdk.ts';
import type { RemoteSdk } from './sdks/run-node.ts';
import { openRequest } from './wire-messages.ts';

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
      .flatMap((captured) => openRequest(captured)?.messages ?? [])
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
  return {
    unlisted: recorded.filter((path) => !entry.automatic.some(({ wire }) => covers(wire, path))),
    unseen: entry.automatic
      .filter(({ wire, when }) => when === undefined && !recorded.some((path) => covers(wire, path)))
      .map(({ wire }) => wire),
  };
}

function covers(wire: string, path: string): boolean {
  return path === wire || path.startsWith(`${wire}.`) || path.startsWith(`${wire}[]`);
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
