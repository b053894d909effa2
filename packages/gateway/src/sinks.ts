/** The ends of the lanes: one door for all vendors over HTTP, one warehouse for each that is local. */
import type { Clock } from './runtime.ts';
import type { Limits } from './config/limits.ts';
import { createHttpSink } from './deliver/http-sink.ts';
import { createDoor } from './deliver/send.ts';
import type { RegisteredHost, Resolve } from './deliver/send.ts';
import type { Sink } from './deliver/sink.ts';
import { createWarehouseSink } from './deliver/warehouse-sink.ts';
import { createParquetSink } from './deliver/write-parquet.ts';
import type { ParquetSink } from './deliver/write-parquet.ts';
import type { Lane } from './queue/queue.ts';
import type { ConnectedLane } from './snapshot/connect-vendors.ts';

export interface Sinks {
  readonly lanes: readonly { readonly lane: Lane; readonly sink: Sink }[];
  close(): Promise<void>;
}

export interface SinkParts {
  readonly limits: Pick<Limits, 'deliver' | 'door' | 'warehouse'>;
  readonly clock: Clock;
  /** Default: the system's resolver. */
  readonly resolve: Resolve | undefined;
}

/** Rejects when a warehouse cannot be opened. Two lanes of the same directory share one. */
export async function openSinks(lanes: readonly ConnectedLane[], parts: SinkParts): Promise<Sinks> {
  const { limits, clock, resolve } = parts;
  const hosts = registeredHosts(lanes);
  const door = createDoor({
    hosts,
    limits: limits.door,
    clock,
    ...(resolve === undefined ? {} : { resolve }),
  });
  const warehouses = new Map<string, ParquetSink>();
  const close = async (): Promise<void> => {
    door.close();
    for (const warehouse of warehouses.values()) await warehouse.close();
  };
  const sinkOf = async (lane: ConnectedLane): Promise<Sink> => {
    if (lane.kind === 'http') {
      return createHttpSink({ vendor: lane.connected, door, clock, limits: limits.deliver });
    }
    const known = warehouses.get(lane.directory);
    const warehouse = known ?? (await createParquetSink({ directory: lane.directory, ...limits.warehouse }));
    warehouses.set(lane.directory, warehouse);
    return createWarehouseSink(warehouse);
  };
  try {
    const opened: { lane: Lane; sink: Sink }[] = [];
    for (const each of lanes) {
      const { vendor, environment } = each;
      opened.push({ lane: { vendor, environment }, sink: await sinkOf(each) });
    }
    return { lanes: opened, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each host once. A host that several lanes use may have a private address only where all of them allow it. */
function registeredHosts(lanes: readonly ConnectedLane[]): RegisteredHost[] {
  const hosts = new Map<string, RegisteredHost>();
  for (const lane of lanes) {
    for (const host of lane.kind === 'http' ? lane.connected.hosts : []) {
      const others = hosts.get(host)?.privateAddressesAllowed ?? true;
      const allowed = lane.kind === 'http' && lane.privateAddressesAllowed && others;
      hosts.set(host, { host, privateAddressesAllowed: allowed });
    }
  }
  return [...hosts.values()];
}
