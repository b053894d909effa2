/**
 * The ends of the lanes: one door over HTTP for all vendors and stores, one to Kafka for each topic, one warehouse for each
 * directory.
 */
import { SINKS } from '@headgate/core';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from './runtime.ts';
import type { Limits } from './config/limits.ts';
import type { RegisteredHost, Resolve } from './deliver/guard.ts';
import { createHttpSink } from './deliver/http-sink.ts';
import { createKafkaSink } from './deliver/kafka-sink.ts';
import { createParquetEncoder } from './deliver/parquet-bytes.ts';
import { createS3Sink, encodeJsonLines } from './deliver/s3-sink.ts';
import type { S3SinkOptions } from './deliver/s3-sink.ts';
import { createKafkaDoor } from './deliver/send-kafka.ts';
import { createDoor } from './deliver/send.ts';
import type { Door } from './deliver/send.ts';
import type { Sink } from './deliver/sink.ts';
import { createWarehouseSink } from './deliver/warehouse-sink.ts';
import { createParquetSink } from './deliver/write-parquet.ts';
import type { ParquetSink } from './deliver/write-parquet.ts';
import type { Lane } from './queue/queue.ts';
import type { ConnectedLane } from './snapshot/connect-vendors.ts';

export interface Sinks {
  readonly lanes: readonly { readonly lane: Lane; readonly sink: Sink }[];
  readonly warehouses: readonly Warehouse[];
  close(): Promise<void>;
}

/** The files of one directory, and the vendors whose events they hold. */
export interface Warehouse {
  readonly vendors: readonly string[];
  readonly files: Pick<ParquetSink, 'oldest' | 'deleteBefore'>;
}

export interface SinkParts {
  readonly limits: Pick<Limits, 'deliver' | 'door' | 'objectStorage' | 'warehouse'>;
  readonly clock: Clock;
  /** Default: the system's resolver. */
  readonly resolve: Resolve | undefined;
  /** Directory for files on their way to object storage; emptied here. */
  readonly uploads: string;
}

/** Rejects when a warehouse, or the directory of uploads, cannot be opened. Two lanes of the same directory share one warehouse. */
export async function openSinks(lanes: readonly ConnectedLane[], parts: SinkParts): Promise<Sinks> {
  const { limits, clock, resolve } = parts;
  const door = createDoor({
    hosts: registeredHosts(lanes),
    limits: limits.door,
    clock,
    ...(resolve === undefined ? {} : { resolve }),
  });
  const opening: Opening = { ...parts, door, warehouses: new Map(), closing: [() => door.close()] };
  const close = async (): Promise<void> => {
    for (const each of opening.closing) await each();
  };
  try {
    await rm(parts.uploads, { recursive: true, force: true });
    const opened: { lane: Lane; sink: Sink }[] = [];
    for (const each of lanes) {
      const { vendor, environment } = each;
      opened.push({ lane: { vendor, environment }, sink: await openSink(each, opening) });
    }
    return { lanes: opened, warehouses: warehousesOf(lanes, opening), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Opening extends SinkParts {
  readonly door: Door;
  /** By directory. */
  readonly warehouses: Map<string, ParquetSink>;
  /** What closes the parts made so far, in order. */
  readonly closing: (() => void | Promise<void>)[];
}

async function openSink(lane: ConnectedLane, opening: Opening): Promise<Sink> {
  const { limits, clock, resolve, door, closing } = opening;
  switch (lane.kind) {
    case 'http':
      return createHttpSink({ vendor: lane.connected, door, clock, limits: limits.deliver });
    case 's3': {
      const { settings } = lane;
      const encode = await openEncoder(lane, opening);
      const { requestsMax } = limits.deliver;
      return createS3Sink({
        settings,
        encode,
        door,
        clock,
        limits: { requestsMax, ...limits.objectStorage },
      });
    }
    case 'kafka': {
      const { settings, privateAddressesAllowed } = lane;
      const kafka = createKafkaDoor({
        settings,
        privateAddressesAllowed,
        limits: limits.door,
        clock,
        resolve,
      });
      closing.push(() => kafka.close());
      return createKafkaSink({ door: kafka, limits: limits.deliver });
    }
    case 'warehouse':
      return createWarehouseSink(await openWarehouse(lane.directory, opening));
  }
}

function warehousesOf(lanes: readonly ConnectedLane[], { warehouses }: Opening): Warehouse[] {
  return [...warehouses].map(([directory, files]) => {
    const of = lanes.filter((lane) => lane.kind === 'warehouse' && lane.directory === directory);
    return { files, vendors: [...new Set(of.map(({ vendor }) => vendor))] };
  });
}

async function openEncoder(
  { vendor, environment, settings }: Extract<ConnectedLane, { kind: 's3' }>,
  { limits, uploads, closing }: Opening,
): Promise<S3SinkOptions['encode']> {
  if (settings.format === 'jsonl') return encodeJsonLines;
  const directory = join(uploads, `${vendor}.${environment}`);
  const encoder = await createParquetEncoder({ directory, ...limits.warehouse });
  closing.push(() => encoder.close());
  return (events) => encoder.encode(events);
}

async function openWarehouse(
  directory: string,
  { limits, warehouses, closing }: Opening,
): Promise<ParquetSink> {
  const known = warehouses.get(directory);
  if (known !== undefined) return known;
  const warehouse = await createParquetSink({ directory, ...limits.warehouse });
  warehouses.set(directory, warehouse);
  closing.push(() => warehouse.close());
  return warehouse;
}

/** Each host once. A host that several lanes use may have a private address only where all of them allow it. */
function registeredHosts(lanes: readonly ConnectedLane[]): RegisteredHost[] {
  const hosts = new Map<string, RegisteredHost>();
  for (const lane of lanes) {
    if (lane.kind !== 'http' && lane.kind !== 's3') continue;
    for (const host of lane.kind === 'http' ? lane.connected.hosts : SINKS.s3.hosts(lane.settings)) {
      const others = hosts.get(host)?.privateAddressesAllowed ?? true;
      hosts.set(host, { host, privateAddressesAllowed: lane.privateAddressesAllowed && others });
    }
  }
  return [...hosts.values()];
}
