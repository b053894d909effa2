/** The configuration as run: checked, names of our own, references of write keys read. Made by `loadConfig`. */
import type { Environment, JsonObject, Locate, ReviewPolicy } from '@headgate/core';
import type { SourceInForce } from '../snapshot/snapshot.ts';
import type { Limits } from './limits.ts';
import type { RetentionDays } from '../retention/limits.ts';
import type { Read } from './references.ts';
import type { WrittenConfig } from './written-config.ts';

export interface ListenConfig {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

/** A vendor's settings in one environment, as written: what they mean depends on the kind that the plan gives it. */
export interface VendorConnection {
  readonly vendor: string;
  readonly environment: Environment;
  readonly settings: JsonObject;
  readonly privateAddressesAllowed: boolean;
}

/** Public keys that fields and quarantined events are sealed to. */
export interface SealConfig {
  /** The recipients file; null where nothing can be sealed. */
  readonly recipientsFile: string | null;
  /** The pool of public keys for subjects; null where no field can be sealed to a subject. */
  readonly subjectsFile: string | null;
}

export interface Config {
  /** The file it came from, for issues. */
  readonly file: string;
  readonly locate: Locate;
  /** Relative paths in settings start here. */
  readonly directory: string;
  readonly dataDirectory: string;
  /** The root of pseudonyms; null where it lies in the data directory. */
  readonly keyFile: string | null;
  readonly planFile: string;
  readonly seal: SealConfig;
  readonly reviews: ReviewPolicy;
  readonly server: ListenConfig & { readonly hostsAllowed: readonly string[] | null };
  readonly admin: ListenConfig;
  readonly limits: Limits;
  readonly retention: RetentionDays;
  readonly sources: readonly SourceInForce[];
  readonly connections: readonly VendorConnection[];
  /** Reads `env:NAME` or `file:path`. */
  readonly readReference: (reference: string) => Read;
  /** All keys with their values in force, references unread; for `maskConfig`. */
  readonly written: WrittenConfig;
}
