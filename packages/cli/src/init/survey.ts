/** Reads a repository: its manifests, lock files, `.env` files and sources, within limits. Nothing is changed. */
import { FINDING_KINDS } from '@headgate/core';
import { lstat, readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listFiles } from '../scan/list-files.ts';
import { scanLines } from '../scan/scan-text.ts';
import { findEvents } from './find-events.ts';
import type { SentEvent } from './find-events.ts';
import { findSetups } from './find-setups.ts';
import type { Setup } from './find-setups.ts';
import { findTokens } from './find-tokens.ts';
import type { TokenPlace } from './find-tokens.ts';
import type { InitLimits } from './limits.ts';
import { LOCK_FILES, readLock, readManifest } from './read-packages.ts';
import type { FoundPackage, TextFile } from './read-packages.ts';
import { KNOWN_SDKS, UNREAD_SDKS, sdkOfModule } from './sdk-signs.ts';
import type { KnownSdk } from './sdk-signs.ts';
import { readSource } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

export interface FoundSdk {
  readonly sdk: KnownSdk;
  /** The manifest that asks for it first, or the first import where no manifest does. */
  readonly file: string;
  readonly line: number;
  readonly version: string | null;
  readonly setups: readonly Setup[];
}

export interface Survey {
  readonly sdks: readonly FoundSdk[];
  /** Packages of analytics that the catalogue does not have. */
  readonly unread: readonly FoundPackage[];
  /** Known SDKs that only a lock file has: something else brings them. */
  readonly indirect: readonly FoundPackage[];
  readonly tokens: readonly TokenPlace[];
  readonly events: readonly SentEvent[];
  readonly unnamed: readonly { readonly file: string; readonly line: number }[];
  readonly filesRead: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const GENERATED = /\.min\.[cm]?js$|\.d\.[cm]?ts$|\.map$/;
/** What is sent in tests is sent to nobody. */
const OF_TESTS = /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|cypress|fixtures|node_modules)\/|\.(?:test|spec|stories)\.[a-z]+$/;
const OF_TOOLS = /(?:^|\/)(?:node_modules|dist|build|out|coverage|vendor|\.next|\.nuxt|\.output)\//;

export async function surveyRepository(root: string, limits: InitLimits): Promise<Survey> {
  const paths = (await listFiles(root)).filter((path) => !OF_TOOLS.test(path) && !holdsSecret(path));
  const reader = createReader(root, limits);
  const manifests = await reader.all(named(paths, (name) => name === 'package.json'), limits.fileBytesMax);
  const locks = await reader.all(named(paths, (name) => LOCK_FILES.has(name)), limits.lockBytesMax);
  const environments = await reader.all(await environmentFiles(root, manifests), limits.fileBytesMax);
  const asked = manifests.flatMap(readManifest);
  const locked = locks.flatMap(readLock);

  const wanted = paths.filter((path) => SOURCE.test(path) && !GENERATED.test(path) && !OF_TESTS.test(path));
  const sources: SourceFile[] = [];
  const withSetups: TextFile[] = [];
  const setups: Setup[] = [];
  for await (const file of reader.sources(wanted)) {
    const source = readSource(file);
    const found = findSetups(source, limits);
    if (found.length > 0) withSetups.push(file);
    setups.push(...found);
    if (source.calls.length > 0) sources.push(source);
  }
  const sdks = foundSdks({ asked, locked, sources, setups });
  const known = sdks.map(({ sdk }) => sdk);
  const events = sources.map((source) => ({ path: source.path, ...findEvents(source, known, limits) }));
  const direct = new Set([...asked.map(({ name }) => name), ...known.map(({ entry }) => entry.package)]);
  return {
    sdks,
    unread: uniqueByName(asked.filter(({ name }) => UNREAD_SDKS.includes(name))),
    indirect: uniqueByName(locked.filter(({ name }) => !direct.has(name) && !UNREAD_SDKS.includes(name))),
    tokens: findTokens(setups, [...environments, ...withSetups]),
    events: events.flatMap((each) => each.events),
    unnamed: events.flatMap(({ path, unnamed }) => unnamed.map((line) => ({ file: path, line }))),
    filesRead: reader.filesRead(),
    skipped: reader.skipped,
  };
}

/** A path is shown where something is found, so one that holds a secret itself is left. */
function holdsSecret(path: string): boolean {
  return scanLines(path).hits.some(({ kind }) => FINDING_KINDS[kind] === 'secret');
}

function named(paths: readonly string[], isMeant: (name: string) => boolean): readonly string[] {
  return paths.filter((path) => isMeant(basename(path)));
}

/** `.env` files are mostly ignored by git, so they are looked for at the root and beside every manifest. */
async function environmentFiles(root: string, manifests: readonly TextFile[]): Promise<readonly string[]> {
  const directories = new Set(['.', ...manifests.map(({ path }) => dirname(path))]);
  const found: string[] = [];
  for (const directory of directories) {
    for (const entry of await readdir(join(root, directory), { withFileTypes: true })) {
      if (!entry.isFile() || !/^\.env(?:\.[\w.-]{1,60})?$/.test(entry.name)) continue;
      const path = directory === '.' ? entry.name : `${directory}/${entry.name}`;
      if (!holdsSecret(path)) found.push(path);
    }
  }
  return found.toSorted();
}

interface Grounds {
  readonly asked: readonly FoundPackage[];
  readonly locked: readonly FoundPackage[];
  readonly sources: readonly SourceFile[];
  readonly setups: readonly Setup[];
}

/** SDKs that a manifest asks for, by their own names or a wrapper's, or that a source imports. */
function foundSdks({ asked, locked, sources, setups }: Grounds): readonly FoundSdk[] {
  return KNOWN_SDKS.flatMap((sdk): FoundSdk[] => {
    const names = [sdk.entry.package, ...sdk.signs.wrappers];
    const ask = asked.find(({ name }) => names.includes(name));
    const source = sources.find(({ sdks }) => sdks.has(sdk));
    const place = ask ?? (source === undefined ? undefined : { file: source.path, line: lineOfImport(source, sdk) });
    if (place === undefined) return [];
    const installed = locked.find(({ name }) => name === sdk.entry.package)?.version;
    const version = installed ?? ask?.version ?? null;
    const own = setups.filter((each) => each.sdk === sdk);
    return [{ sdk, file: place.file, line: place.line, version, setups: own }];
  });
}

function lineOfImport({ tokens }: SourceFile, sdk: KnownSdk): number {
  return tokens.find(({ kind, text }) => kind === 'text' && sdkOfModule(text) === sdk)?.line ?? 1;
}

function uniqueByName(packages: readonly FoundPackage[]): readonly FoundPackage[] {
  return [...new Map(packages.toReversed().map((each) => [each.name, each])).values()].toReversed();
}

interface Reader {
  readonly all: (paths: readonly string[], bytesMax: number) => Promise<readonly TextFile[]>;
  readonly sources: (paths: readonly string[]) => AsyncGenerator<TextFile>;
  readonly filesRead: () => number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

function createReader(root: string, limits: InitLimits): Reader {
  const skipped: { file: string; reason: string }[] = [];
  let filesRead = 0;
  const read = async (path: string, bytesMax: number): Promise<TextFile | null> => {
    try {
      const entry = await lstat(join(root, path));
      // Links lead to files that are listed themselves, or out of the repository.
      if (!entry.isFile()) return null;
      if (entry.size <= bytesMax) {
        const text = await readFile(join(root, path), 'utf8');
        filesRead++;
        return { path, text };
      }
      skipped.push({ file: path, reason: `larger than ${bytesMax} bytes` });
    } catch (error) {
      // Deleted, but still tracked by git.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      skipped.push({ file: path, reason: 'not readable' });
    }
    return null;
  };
  return {
    skipped,
    filesRead: () => filesRead,
    all: async (paths, bytesMax) => {
      const files: TextFile[] = [];
      for (const path of paths) {
        const file = await read(path, bytesMax);
        if (file !== null) files.push(file);
      }
      return files;
    },
    async *sources(paths) {
      let bytes = 0;
      for (const [at, path] of paths.entries()) {
        if (at >= limits.filesMax || bytes > limits.bytesMax) {
          skipped.push({ file: path, reason: `and ${paths.length - at - 1} more after the limit` });
          return;
        }
        const file = await read(path, limits.fileBytesMax);
        if (file === null) continue;
        bytes += file.text.length;
        if (file.text.split('\n').every((line) => line.length <= limits.lineLengthMax)) yield file;
      }
    },
  };
}
