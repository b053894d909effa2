/**
 * Which vendors are cut off. Ingest and delivery ask; the one who cuts or resumes is the operator.
 *
 * State: the latest change of every vendor, in memory and in one JSON file
 * (`{"version":1,"vendors":{"<name>":{"state":"cut","at":0,"by":"<who>","reason":"<why>"}}}`). The file is written beside, made durable and
 * renamed, so it is whole or the one before. A cut holds in memory before it is written, a resumption only afterwards: when
 * the disk fails, the vendor stays cut. A file that cannot be read stops the gateway rather than let a cut be forgotten.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createSerial } from '../serial.ts';
import type { Clock, Log } from '../runtime.ts';
import { writeWhole } from '../write-whole.ts';

export interface VendorChange {
  readonly vendor: string;
  readonly state: 'cut' | 'flowing';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who did it, as the operator's own tools name them. */
  readonly by: string;
  /** Why, in the words of who did it. */
  readonly reason?: string;
}

/** What the data plane asks. */
export interface VendorStates {
  isCut(vendor: string): boolean;
  /** Calls back at once after a vendor was cut or resumed. Returns the way to stop that. */
  onChange(listener: (change: VendorChange) => void): () => void;
}

/** What the operator's commands use. */
export interface VendorStatesStore extends VendorStates {
  /** The latest change of every vendor that ever had one, by name. */
  changes(): readonly VendorChange[];
  /** Resolves when durable. Rejects when it could not be written; the vendor is cut all the same until the next start. */
  cut(vendor: string, by: string, reason?: string): Promise<void>;
  /** Resolves when durable and in force. Rejects when it could not be written; the vendor then stays cut. A later cut overtakes it. */
  resume(vendor: string, by: string, reason?: string): Promise<void>;
}

export interface VendorStatesOptions {
  /** Path of the file; its directory is made when it is not there. */
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
}

type Changes = ReadonlyMap<string, VendorChange>;

/** Reads the file, if there is one. Rejects when it is there and is not what this module writes. */
export async function openVendorStates(options: VendorStatesOptions): Promise<VendorStatesStore> {
  const { path, clock, log } = options;
  await mkdir(dirname(path), { recursive: true });
  let changes = await readChanges(path);
  const listeners = new Set<(change: VendorChange) => void>();
  const serial = createSerial();

  const enforce = (change: VendorChange): void => {
    changes = new Map(changes).set(change.vendor, change);
    log.write(change.state === 'cut' ? 'vendor-cut' : 'vendor-resumed', { vendor: change.vendor });
    for (const listener of listeners) listener(change);
  };

  return {
    isCut: (vendor) => changes.get(vendor)?.state === 'cut',
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changes: () => [...changes.values()].toSorted((left, right) => (left.vendor < right.vendor ? -1 : 1)),
    cut: (vendor, by, reason) => {
      const before = changes.get(vendor);
      // Who cuts again may say more of why; since when nothing was sent stays true.
      const at = before?.state === 'cut' ? before.at : clock.now();
      enforce({ vendor, state: 'cut', at, by, ...(reason === undefined ? {} : { reason }) });
      return serial(() => writeChanges(path, changes));
    },
    resume: (vendor, by, reason) => {
      const before = changes.get(vendor);
      const why = reason === undefined ? {} : { reason };
      const asked: VendorChange = { vendor, state: 'flowing', at: clock.now(), by, ...why };
      // A cut that comes while this waits or is written is the later word, and its own writing follows.
      const isOvertaken = (): boolean => changes.get(vendor) !== before;
      return serial(async () => {
        if (isOvertaken()) return;
        await writeChanges(path, new Map(changes).set(vendor, asked));
        if (!isOvertaken()) enforce(asked);
      });
    },
  };
}

async function readChanges(path: string): Promise<Changes> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return new Map();
  const stored = parse(text);
  const vendors = isObject(stored) && stored['version'] === 1 ? stored['vendors'] : undefined;
  if (!isObject(vendors)) throw corrupt();
  return new Map(Object.entries(vendors).map(([vendor, value]) => [vendor, changeOf(vendor, value)]));
}

function changeOf(vendor: string, value: unknown): VendorChange {
  if (!isObject(value)) throw corrupt();
  const { state, at, by, reason } = value;
  const isState = state === 'cut' || state === 'flowing';
  if (!isState || typeof at !== 'number' || typeof by !== 'string') throw corrupt();
  if (reason !== undefined && typeof reason !== 'string') throw corrupt();
  return { vendor, state, at, by, ...(reason === undefined ? {} : { reason }) };
}

async function writeChanges(path: string, changes: Changes): Promise<void> {
  const vendors = Object.fromEntries(
    [...changes].map(([vendor, { state, at, by, reason }]) => [vendor, { state, at, by, reason }]),
  );
  await writeWhole(path, `${JSON.stringify({ version: 1, vendors })}\n`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw corrupt();
  }
}

function corrupt(): Error {
  return new Error('The file of vendor states is corrupt; nothing is sent until it is mended or removed.');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
