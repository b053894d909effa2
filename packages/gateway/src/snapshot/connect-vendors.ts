/** Binds the settings of the configuration to the vendors of the plan: the plan says the kind, the kind what settings mean. */
import { SINKS, VENDORS, connectVendor, hasErrors, isSinkKind, isVendorKind, suggest } from '@headgate/core';
import type {
  Checked,
  ConnectedVendor,
  Environment,
  Issue,
  JsonObject,
  KafkaSettings,
  Plan,
  S3Settings,
  SinkKindName,
  VendorWire,
} from '@headgate/core';
import { join, isAbsolute } from 'node:path';
import type { Config, VendorConnection } from '../config/config.ts';
import { isReference } from '../config/references.ts';

/** The kind of vendor that has no wire: files of the organisation itself. */
const WAREHOUSE_KIND = 'warehouse';

export type ConnectedLane = {
  readonly vendor: string;
  readonly environment: Environment;
} & (
  | { readonly kind: 'http'; readonly connected: ConnectedVendor; readonly privateAddressesAllowed: boolean }
  | { readonly kind: 's3'; readonly settings: S3Settings; readonly privateAddressesAllowed: boolean }
  | { readonly kind: 'kafka'; readonly settings: KafkaSettings; readonly privateAddressesAllowed: boolean }
  | { readonly kind: 'warehouse'; readonly directory: string }
);

type Refuse = (rule: string, message: string, mend: string, key?: string) => void;

/** One lane for each vendor and environment of the configuration. The value is null when any of them cannot be made. */
export function connectVendors(config: Config, plan: Plan): Checked<readonly ConnectedLane[]> {
  const issues: Issue[] = [];
  const projects = new Map<string, Environment>();
  const lanes = config.connections.flatMap(
    (connection) => connectOne(connection, { config, plan, issues, projects }) ?? [],
  );
  return { value: hasErrors(issues) ? null : lanes, issues };
}

/** A warehouse has a column for everything, and so have an object and a record. */
const EVERYTHING: VendorWire = { accepts: () => true, leavesOut: () => null };

/** What the wire of a lane can express. */
export function wireOf(lane: ConnectedLane): VendorWire {
  return lane.kind === 'http' ? lane.connected : EVERYTHING;
}

interface Scope {
  readonly config: Config;
  readonly plan: Plan;
  readonly issues: Issue[];
  /** Projects at vendors, and the first environment that was connected with each. */
  readonly projects: Map<string, Environment>;
}

function connectOne(
  connection: VendorConnection,
  { config, plan, issues, projects }: Scope,
): ConnectedLane | null {
  const { vendor, environment } = connection;
  const path = ['vendors', vendor, environment];
  const refuse: Refuse = (rule, message, mend, key) => {
    issues.push({ rule, level: 'error', message, mend, file: config.file, ...config.locate(path, key) });
  };
  const kind = plan.vendors.get(vendor)?.kind;
  if (kind === undefined) {
    const mend = suggest(
      vendor,
      plan.vendors.keys(),
      'Declare it under vendors in the plan, or remove it here.',
    );
    refuse('unplanned-vendor', `Vendor "${vendor}" is connected but the plan does not know it.`, mend);
    return null;
  }
  if (kind === WAREHOUSE_KIND) return connectWarehouse(connection, config, refuse);
  if (isSinkKind(kind)) return connectSink(kind, connection, { config, refuse, issues });
  if (!isVendorKind(kind)) {
    const kinds = [...Object.keys(VENDORS), ...Object.keys(SINKS), WAREHOUSE_KIND];
    const mend = suggest(kind, kinds, `Use one of ${kinds.join(', ')} in the plan.`);
    refuse(
      'unknown-vendor-kind',
      `The plan gives vendor "${vendor}" the kind "${kind}", which is unknown.`,
      mend,
    );
    return null;
  }
  const settings = readSettings(connection.settings, VENDORS[kind].secrets, config, refuse);
  if (
    settings === null ||
    isShared(connection, projectOf(settings, VENDORS[kind].secrets), projects, refuse)
  ) {
    return null;
  }
  const connected = connectVendor(kind, settings, config.file);
  issues.push(...connected.issues.map((issue) => ({ ...issue, ...config.locate(path) })));
  if (connected.value === null) return null;
  const { privateAddressesAllowed } = connection;
  return { vendor, environment, kind: 'http', connected: connected.value, privateAddressesAllowed };
}

/** What tells one project at a vendor from another: its credentials, and where they are sent. */
function projectOf(settings: JsonObject, secrets: readonly string[]): string {
  return JSON.stringify([settings['url'], ...secrets.map((key) => settings[key])]);
}

/** Production and any other environment must not share a project: test data would mix with people's. */
function isShared(
  { vendor, environment }: VendorConnection,
  project: string,
  projects: Map<string, Environment>,
  refuse: Refuse,
): boolean {
  const key = JSON.stringify([vendor, project]);
  const other = projects.get(key) ?? environment;
  projects.set(key, other);
  if (other === environment || (other !== 'production' && environment !== 'production')) return false;
  const test = other === 'production' ? environment : other;
  refuse(
    'shared-vendor-project',
    `Vendor "${vendor}" has the same credentials in ${test} as in production, so what is sent for tests would reach its production project.`,
    `Give ${test} a project of its own, or leave it out.`,
  );
  return true;
}

interface SinkScope {
  readonly config: Config;
  readonly refuse: Refuse;
  readonly issues: Issue[];
}

function connectSink(
  kind: SinkKindName,
  { vendor, environment, settings: written, privateAddressesAllowed }: VendorConnection,
  { config, refuse, issues }: SinkScope,
): ConnectedLane | null {
  const settings = readSettings(written, SINKS[kind].secrets, config, refuse);
  if (settings === null) return null;
  const checked = <S>(parsed: Checked<S>): S | null => {
    issues.push(
      ...parsed.issues.map((issue) => ({ ...issue, ...config.locate(['vendors', vendor, environment]) })),
    );
    return parsed.value;
  };
  const shared = { vendor, environment, privateAddressesAllowed };
  switch (kind) {
    case 's3': {
      const parsed = checked(SINKS.s3.parseSettings(settings, config.file));
      return parsed && { ...shared, kind, settings: parsed };
    }
    case 'kafka': {
      const parsed = checked(SINKS.kafka.parseSettings(settings, config.file));
      return parsed && { ...shared, kind, settings: parsed };
    }
  }
}

function connectWarehouse(
  { vendor, environment, settings }: VendorConnection,
  config: Config,
  refuse: Refuse,
): ConnectedLane | null {
  const { directory, ...rest } = settings;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    refuse(
      'unknown-key',
      `A warehouse has no setting "${unknown}".`,
      'Remove it; it has directory alone.',
      unknown,
    );
    return null;
  }
  if (typeof directory !== 'string' || directory === '') {
    refuse(
      'vendor-setting',
      'The setting directory is missing or is no text.',
      'Give directory as text.',
      'directory',
    );
    return null;
  }
  const path = isAbsolute(directory) ? directory : join(config.directory, directory);
  return { vendor, environment, kind: 'warehouse', directory: path };
}

/** The settings with every reference read. Secrets must be references, so that the file can be shown and kept in git. */
function readSettings(
  settings: JsonObject,
  secrets: readonly string[],
  config: Config,
  refuse: Refuse,
): JsonObject | null {
  let isComplete = true;
  const read = Object.entries(settings).map(([key, value]) => {
    if (typeof value === 'string' && isReference(value)) {
      const found = config.readReference(value);
      if (found.kind === 'read') return [key, found.text] as const;
      refuse('unread-reference', `The setting ${key} ${found.problem}.`, found.mend, key);
      isComplete = false;
    } else if (secrets.includes(key)) {
      const message = `The setting ${key} is a secret, and secrets are not written here.`;
      refuse('literal-secret', message, 'Write env:NAME or file:path, and put the secret there.', key);
      isComplete = false;
    }
    return [key, value] as const;
  });
  return isComplete ? Object.fromEntries(read) : null;
}
