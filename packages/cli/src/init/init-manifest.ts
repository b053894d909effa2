/**
 * `.headgate-init.json`: what init wrote, with the SHA-256 of each file, so that undo removes that and nothing else. It is
 * written before the files are: after a crash it names files that are not there, never the other way round.
 */
import { isJsonArray, isJsonObject } from '@headgate/core';
import type { Json } from '@headgate/core';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../exit.ts';
import { MANIFEST_FILE } from './draft-files.ts';

/** What init writes, and so all that undo may ever remove: the manifest may come from a stranger. */
const WRITTEN_PATH =
  /^(?:headgate\.yaml|\.github\/workflows\/headgate\.yml|telemetry\/(?:plan\.yaml|schemas\/[a-z]{1,20}\.schema\.json|events\/[a-z0-9_]{1,80}\.yaml))$/;
const WRITTEN_DIRECTORY = /^(?:\.github(?:\/workflows)?|telemetry(?:\/(?:events|schemas))?)$/;
const BYTES_MAX = 1_000_000;

const HASH = /^[0-9a-f]{64}$/;
const IGNORED = /^\n?# headgate init:[^]{0,1000}# headgate init: end\n$/;

export interface InitManifest {
  readonly schemaVersion: 1;
  /** Path from the root → SHA-256 in hex. */
  readonly files: Readonly<Record<string, string>>;
  /** Directories that init made. */
  readonly directories: readonly string[];
  /** What was appended to `.gitignore`. Null where it was left alone. */
  readonly ignore: { readonly text: string; readonly madeFile: boolean } | null;
}

/** Null where there is none. Throws a `Failure` of exit `usage` where it is not what init writes. */
export function readInitManifest(root: string): InitManifest | null {
  const path = join(root, MANIFEST_FILE);
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return null;
  // A link would be written through.
  const isReadable = entry.isFile() && entry.size <= BYTES_MAX;
  const manifest = !isReadable ? null : readManifest(parse(readFileSync(path, 'utf8')));
  if (manifest !== null) return manifest;
  throw new Failure(
    'usage',
    `${MANIFEST_FILE} is not as init wrote it`,
    'Remove it, and what init wrote by hand.',
  );
}

export function writeInitManifest(root: string, manifest: InitManifest): void {
  writeFileSync(join(root, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}

export function removeInitManifest(root: string): void {
  rmSync(join(root, MANIFEST_FILE), { force: true });
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function parse(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

/** Null where any part is not as init writes it. */
function readManifest(written: Json): InitManifest | null {
  if (!isJsonObject(written) || written['schemaVersion'] !== 1) return null;
  const { files = null, directories = null, ignore = null } = written;
  if (!isJsonObject(files) || !isJsonArray(directories)) return null;
  const hashes = Object.entries(files).filter(
    (entry): entry is [string, string] =>
      WRITTEN_PATH.test(entry[0]) && typeof entry[1] === 'string' && HASH.test(entry[1]),
  );
  const made = directories.filter((each) => typeof each === 'string' && WRITTEN_DIRECTORY.test(each));
  const isWhole = hashes.length === Object.keys(files).length && made.length === directories.length;
  const block = readIgnored(ignore);
  if (!isWhole || block === undefined) return null;
  return {
    schemaVersion: 1,
    files: Object.fromEntries(hashes),
    directories: made.map(String),
    ignore: block,
  };
}

function readIgnored(written: Json): InitManifest['ignore'] | undefined {
  if (written === null) return null;
  if (!isJsonObject(written)) return undefined;
  const { text, madeFile } = written;
  const isIgnored = typeof text === 'string' && IGNORED.test(text) && typeof madeFile === 'boolean';
  return isIgnored ? { text, madeFile } : undefined;
}
