/** What a situation needs: a vendor, a gateway before it, and before that a door for each SDK. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoor } from '../door.ts';
import type { Door, Passage } from '../door.ts';
import { NUMBER_SHAPE, numbered } from '../sdks/sdk.ts';
import type { Drops, SdkTask } from '../sdks/sdk.ts';
import { serveGateway } from '../served-gateway.ts';
import type { ServedGateway } from '../served-gateway.ts';
import type { RemoteSdk } from '../sdks/run-node.ts';
import { searchableText } from '../wire-bytes.ts';
import { startCountingVendor } from './counting-vendor.ts';
import type { CountingVendor } from './counting-vendor.ts';
import { writePlan } from './plan.ts';

/** A row of the table. */
export interface Row {
  readonly name: string;
  readonly protocol: string;
  readonly drops: Drops;
  /** Why it may send again what was accepted, under the same id; undefined where it must not. */
  readonly resends?: string | undefined;
  readonly start: (task: SdkTask, factor: number) => Promise<RemoteSdk>;
}

export interface StageOptions {
  /** The section `limits` of the configuration, on top of short waits. */
  readonly limits: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly eventsPerSecond: number;
  /** False: the plan knows no event that is sent. */
  readonly planned: boolean;
  /** False: the SDKs use keys that nobody has. */
  readonly keys: boolean;
  readonly batching: boolean;
  /** How fast the SDKs' clocks run. */
  readonly factor: number;
}

/** One SDK before the gateway. */
export interface Player {
  readonly row: Row;
  readonly sdk: RemoteSdk;
  readonly door: Door;
  /** Numbers that it was told to send, in order. */
  readonly sent: number[];
  /** Sends that many events; resolves when the SDK has taken them. */
  track(count: number, paddings?: readonly string[]): Promise<void>;
}

export interface Stage {
  readonly vendor: CountingVendor;
  readonly gateway: ServedGateway;
  readonly players: readonly Player[];
  /** Events that no SDK sent, to fill the queue. */
  readonly filled: { count: number };
  close(): Promise<void>;
}

/** A key of a source that no SDK uses. */
export const FILLER_KEY = 'keyFiller';

/** Each SDK has its own numbers. */
const NUMBERS_EACH = 1_000;

export async function openStage(rows: readonly Row[], options: StageOptions): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-conformance-'));
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.toReversed().map((each) => each.close()));
    rmSync(directory, { recursive: true, force: true });
  };
  const keep = <T extends { close(): Promise<void> }>(each: T): T => {
    opened.push(each);
    return each;
  };
  try {
    const vendor = keep(await startCountingVendor());
    const keys = rows.map((_, at) => `key${at}`);
    const sources = ['filler', ...rows.map((_, at) => `sdk-${at}`)];
    const plan = writePlan(directory, sources, options.planned);
    const gateway = keep(
      await serveGateway({
        directory,
        configOf: ({ port, adminPort, dataDirectory }) => ({
          data: dataDirectory,
          plan,
          server: { port },
          admin: { port: adminPort },
          limits: { ...SHORT_WAITS, ...options.limits },
          sources: sourcesOf([FILLER_KEY, ...keys], sources, options.eventsPerSecond),
          vendors: { hook: { production: hookOf(vendor.url) } },
        }),
        variables: { HOOK_SECRET },
        nodeOptions: [],
      }),
    );
    const players = await Promise.all(
      rows.map(async (row, at): Promise<Player> => {
        const door = keep(await openDoor(gateway.port));
        const key = options.keys ? `key${at}` : `unknown${at}`;
        const task = { gateway: door.url, key, batching: options.batching };
        const sdk = keep(await row.start(task, options.factor));
        return playerOf(row, sdk, door, (at + 1) * NUMBERS_EACH);
      }),
    );
    return { vendor, gateway, players, filled: { count: 0 }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** So that a test does not wait for them. */
const SHORT_WAITS = {
  deliver: {
    linger_ms: 20,
    retry_wait_ms: 100,
    retry_wait_ms_max: 500,
    breaker_wait_ms: 200,
    breaker_wait_ms_max: 500,
  },
  ledger: { interval_ms: 50 },
};

/** Base64 of 32 bytes; not a real key. */
const HOOK_SECRET = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');

function hookOf(url: string): object {
  return { url, secret: 'env:HOOK_SECRET', private_addresses_allowed: true };
}

function sourcesOf(keys: readonly string[], names: readonly string[], eventsPerSecond: number): object {
  const source = { environment: 'production', events_per_second: eventsPerSecond };
  return Object.fromEntries(names.map((name, at) => [name, { ...source, write_key: keys[at] }]));
}

function playerOf(row: Row, sdk: RemoteSdk, door: Door, first: number): Player {
  const sent: number[] = [];
  return {
    row,
    sdk,
    door,
    sent,
    track: async (count, paddings = []) => {
      const events = Array.from({ length: count }, (_, at) => {
        const sequence = first + sent.length;
        sent.push(sequence);
        return numbered(sequence, paddings[at] ?? '');
      });
      await sdk.track(events);
    },
  };
}

/** Success is 200 in every protocol but CloudEvents', where it is 202. */
export function isSuccess({ status }: Passage): boolean {
  return status === 200 || status === 202;
}

/** The numbers that one request carries, each once. */
export function numbersIn({ target, body }: Passage): readonly number[] {
  const found = [...searchableText(target, body).matchAll(NUMBER_SHAPE)];
  return [...new Set(found.map(([, number]) => Number(number)))];
}
