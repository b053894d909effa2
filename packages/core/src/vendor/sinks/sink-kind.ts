/** What a vendor is that takes no HTTP conversation of events: pure settings, and the gateway's sink that acts on them. */
import type { Json } from '../../event.ts';
import type { Checked } from '../../issue.ts';
import type { BatchLimits } from '../vendor.ts';

/** One kind. `S` is its settings as parsed. Everything of an event has a place in what it is given. */
export interface SinkKind<S> {
  readonly kind: string;
  readonly batch: BatchLimits;
  /** Settings keys whose values are secrets: written as references only, masked wherever configuration is printed. */
  readonly secrets: readonly string[];
  /** Checks the settings as written in the configuration. */
  readonly parseSettings: (written: Json, file: string) => Checked<S>;
  /** Hosts (`name` or `name:port`) that these settings send to; the only ones the door opens for. */
  readonly hosts: (settings: S) => readonly string[];
}
