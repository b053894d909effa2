/** A vendor with its settings bound, so that whoever delivers need not know what kind of settings they are. */
import type { CleanEvent, Json } from '../event.ts';
import type { Checked } from '../issue.ts';
import type {
  BatchLimits,
  Vendor,
  VendorAnswer,
  VendorReading,
  VendorRequest,
  VendorTools,
  VendorWire,
} from './vendor.ts';

export interface ConnectedVendor extends VendorWire {
  readonly kind: string;
  readonly batch: BatchLimits;
  /** Hosts (`name` or `name:port`) that the settings send to. */
  readonly hosts: readonly string[];
  readonly toRequests: (events: readonly CleanEvent[], tools: VendorTools) => readonly VendorRequest[];
  readonly readAnswer: (answer: VendorAnswer, request: VendorRequest, tools: VendorTools) => VendorReading;
}

/** Parses the settings and, when they are in order, binds them. */
export function connect<S>(vendor: Vendor<S>, written: Json, file: string): Checked<ConnectedVendor> {
  const { value: settings, issues } = vendor.parseSettings(written, file);
  if (settings === null) return { value: null, issues };
  const value: ConnectedVendor = {
    kind: vendor.kind,
    batch: vendor.batch,
    hosts: vendor.hosts(settings),
    accepts: vendor.accepts,
    leavesOut: vendor.leavesOut,
    toRequests: (events, tools) => vendor.toRequests(events, settings, tools),
    readAnswer: vendor.readAnswer,
  };
  return { value, issues };
}
