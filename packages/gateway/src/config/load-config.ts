/** `headgate.yaml`, environment variables and flags → `Checked<Config>`. Flags win over variables, these over the file. */
import { ENVIRONMENTS, hasErrors, readYaml, zodIssues } from '@headgate/core';
import type { Checked, Issue, JsonObject, Locate } from '@headgate/core';
import { readFile } from 'node:fs/promises';
import { dirname, join, isAbsolute } from 'node:path';
import { z } from 'zod';
import type { SourceInForce } from '../snapshot/snapshot.ts';
import type { Config, VendorConnection } from './config.ts';
import { readLimits } from './limits.ts';
import { applyOverlays, overlaysOf } from './overlay.ts';
import type { ConfigFlag, Overlay } from './overlay.ts';
import { isReference, readReference } from './references.ts';
import type { Read } from './references.ts';
import { readRetention } from './retention.ts';
import { writtenConfig } from './written-config.ts';
import type { WrittenConfig } from './written-config.ts';

export interface ConfigSource {
  /** Path of `headgate.yaml`. Relative paths in it start at its directory. */
  readonly file: string;
  /** Text of the file, when it is not to be read from disk. */
  readonly text?: string;
  /** The variables of the process. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly flags?: readonly ConfigFlag[];
  /** Whether write keys are read where they are references, or stay as they are written, for a reader who shows them. Default `read`. */
  readonly references?: 'read' | 'kept';
}

/** Any mapping: the real check comes after the overlays, which may supply what the file leaves out. */
const anyMapping = z.record(z.string(), z.unknown()).nullable();

/** Reads and checks the configuration. Never rejects. The value is null when any issue is an error. */
export async function loadConfig(source: ConfigSource): Promise<Checked<Config>> {
  const { file, variables = {}, flags = [], references = 'read' } = source;
  const text = source.text ?? (await readFile(file, 'utf8').catch(() => null));
  if (text === null) {
    const message = 'The configuration file cannot be read.';
    return failed({ rule: 'missing-file', message, mend: 'Make it, or name another with --config.', file });
  }
  const yaml = readYaml(text, file, anyMapping);
  if (hasErrors(yaml.issues)) return { value: null, issues: yaml.issues };

  const overlays = overlaysOf(variables, flags, writtenConfig);
  const parsed = writtenConfig.safeParse(applyOverlays(yaml.value ?? {}, overlays));
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap((each) =>
      blame(each, overlays, { file, locate: yaml.locate }),
    );
    return { value: null, issues };
  }
  return assemble(parsed.data, { file, locate: yaml.locate, variables, references });
}

interface Place {
  readonly file: string;
  readonly locate: Locate;
}

/** An issue about what a variable or flag set names that, since no line of the file is to blame. */
function blame(found: z.core.$ZodIssue, overlays: readonly Overlay[], { file, locate }: Place): Issue[] {
  const at = found.path.map(String);
  if (found.code === 'unrecognized_keys' && found.keys.length > 1) {
    return found.keys.flatMap((key) => blame({ ...found, keys: [key] }, overlays, { file, locate }));
  }
  const unknown = found.code === 'unrecognized_keys' ? [...at, ...found.keys] : null;
  const culprit = overlays.findLast(({ path }) =>
    unknown === null ? isPrefix(path, at) : isPrefix(unknown, path) || isPrefix(path, unknown),
  );
  if (culprit === undefined) return zodIssues([found], file, locate);
  return zodIssues([found], culprit.origin, () => ({ line: 0, column: 0 }));
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.length <= path.length && prefix.every((step, at) => step === path[at]);
}

interface Grounds extends Place {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly references: 'read' | 'kept';
}

function assemble(written: WrittenConfig, grounds: Grounds): Checked<Config> {
  const { file, locate } = grounds;
  const directory = dirname(file);
  const read = (reference: string): Read =>
    readReference(reference, { variables: grounds.variables, directory });
  const issues: Issue[] = [];
  const readKey = (key: string): Read =>
    isReference(key) && grounds.references === 'read' ? read(key) : { kind: 'read', text: key };
  const sources = readSources(written, readKey, { file, locate }, issues);
  const config: Config = {
    file,
    locate,
    directory,
    dataDirectory: below(directory, written.data),
    keyFile: belowOrNull(directory, written.keys),
    planFile: below(directory, written.plan),
    seal: {
      recipientsFile: belowOrNull(directory, written.seal.recipients),
      subjectsFile: belowOrNull(directory, written.seal.subjects),
    },
    reviews: written.reviews,
    server: {
      host: written.server.host,
      port: written.server.port,
      hostsAllowed: written.server.hosts_allowed ?? null,
    },
    admin: written.admin,
    limits: readLimits(written.limits),
    retention: readRetention(written.retention),
    sources,
    connections: connectionsOf(written),
    readReference: read,
    written,
  };
  return { value: hasErrors(issues) ? null : config, issues };
}

function readSources(
  written: WrittenConfig,
  readKey: (key: string) => Read,
  { file, locate }: Place,
  issues: Issue[],
): SourceInForce[] {
  const keys = new Set<string>();
  return Object.entries(written.sources).flatMap(([name, source]): SourceInForce[] => {
    const refuse = (rule: string, message: string, mend: string): void => {
      issues.push({ rule, level: 'error', message, mend, file, ...locate(['sources', name, 'write_key']) });
    };
    const key = readKey(source.write_key);
    if (key.kind === 'failed') {
      refuse('unread-reference', `The write key of "${name}" ${key.problem}.`, key.mend);
      return [];
    }
    if (keys.has(key.text)) {
      refuse(
        'shared-write-key',
        `The write key of "${name}" is that of another source.`,
        'Give each its own.',
      );
    }
    keys.add(key.text);
    return [
      {
        source: { id: source.source ?? name, environment: source.environment },
        writeKey: key.text,
        origins: source.origins ?? null,
        eventsPerSecondMax: source.events_per_second,
      },
    ];
  });
}

function connectionsOf(written: WrittenConfig): VendorConnection[] {
  return Object.entries(written.vendors).flatMap(([vendor, environments]) =>
    ENVIRONMENTS.flatMap((environment): VendorConnection[] => {
      const settings = environments[environment];
      if (settings === undefined) return [];
      const { private_addresses_allowed: privateAddressesAllowed, ...rest } = settings;
      return [{ vendor, environment, settings: jsonOf(rest), privateAddressesAllowed }];
    }),
  );
}

/** What YAML and variables gave is JSON already, apart from the type. */
function jsonOf(settings: Readonly<Record<string, unknown>>): JsonObject {
  return jsonObject.parse(settings);
}

const jsonObject = z.record(z.string(), z.json());

function below(directory: string, path: string): string {
  return isAbsolute(path) ? path : join(directory, path);
}

function belowOrNull(directory: string, path: string | undefined): string | null {
  return path === undefined ? null : below(directory, path);
}

function failed(issue: Pick<Issue, 'rule' | 'message' | 'mend' | 'file'>): Checked<Config> {
  return { value: null, issues: [{ ...issue, level: 'error', line: 0, column: 0 }] };
}
