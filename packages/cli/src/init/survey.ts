/** Reads a repository: its manifests, lock files, `.env` files and sources, within limits. Nothing is changed. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listFiles } from '../scan/list-files.ts';
import { createFileReader } from './file-reader.ts';
import { findEvents } from './find-events.ts';
import type { SentEvent } from './find-events.ts';
import { findSetups } from './find-setups.ts';
import type { Setup } from './find-setups.ts';
import { findTokens } from './find-tokens.ts';
import type { TokenPlace } from './find-tokens.ts';
import { isSecretPath } from './is-private.ts';
import type { InitLimits } from './limits.ts';
import { LOCK_FILES, isManifest, readLock, readManifest } from './read-packages.ts';
import type { FoundPackage, TextFile } from './read-packages.ts';
import type { Senders } from './senders.ts';
import { KNOWN_SDKS, UNREAD_SDKS, packageOf, sdkOfModule } from './sdk-signs.ts';
import type { KnownSdk } from './sdk-signs.ts';
import { readSource } from './source-file.ts';
import { isAppSource, isMadeByTools } from './source-paths.ts';
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

export async function surveyRepository(root: string, limits: InitLimits): Promise<Survey> {
  const paths = (await listFiles(root)).filter((path) => !isMadeByTools(path) && !isSecretPath(path));
  const reader = createFileReader(root, limits);
  const manifests = await reader.all(
    named(paths, (name) => name === 'package.json'),
    limits.fileBytesMax,
  );
  const locks = await reader.all(
    named(paths, (name) => LOCK_FILES.has(name)),
    limits.lockBytesMax,
  );
  const environments = await reader.all(await environmentFiles(root, manifests), limits.fileBytesMax);
  const asked = manifests.flatMap(readManifest);
  const locked = locks.flatMap(readLock);

  const wanted = paths.filter(isAppSource);
  const { imports, setups, withSetups, byFile, mayBeSending } = await readSetups(
    reader.sources(wanted),
    limits,
  );
  const sdks = foundSdks({ asked, locked, imports, setups });
  const known = sdks.map(({ sdk }) => sdk);
  const { events, unnamed } = await readEvents(reader.again(mayBeSending), { sdks: known, byFile }, limits);
  const direct = new Set([...asked.map(({ name }) => name), ...known.map(({ entry }) => entry.package)]);
  return {
    sdks,
    unread: uniqueByName(asked.filter(({ name }) => UNREAD_SDKS.includes(name))),
    indirect: uniqueByName(locked.filter(({ name }) => !direct.has(name) && !UNREAD_SDKS.includes(name))),
    tokens: findTokens(setups, [...environments, ...withSetups]),
    events,
    unnamed,
    filesRead: reader.filesRead(),
    skipped: [
      ...reader.skipped,
      ...manifests.filter((file) => !isManifest(file)).map(({ path }) => ({ file: path, reason: 'no JSON' })),
    ],
  };
}

interface Import {
  readonly sdk: KnownSdk;
  readonly file: string;
  readonly line: number;
}

interface SetupReading {
  /** The first of each SDK. */
  readonly imports: readonly Import[];
  readonly setups: readonly Setup[];
  readonly withSetups: readonly TextFile[];
  /** Path of each file that imports some → which. */
  readonly byFile: ReadonlyMap<string, ReadonlySet<KnownSdk>>;
  /** Paths of files that have a call of a sender's name. */
  readonly mayBeSending: readonly string[];
}

const MODULES: readonly string[] = KNOWN_SDKS.flatMap(({ entry, signs }) => [
  entry.package,
  ...signs.wrappers,
]);
const SENDING = /\b(?:track|capture|logEvent|page|screen|identify|set)\s*(?:\?\.)?\(/;

/** Sources are read one at a time, and again for their events: which SDKs there are is known only after the last. */
async function readSetups(files: AsyncGenerator<TextFile>, limits: InitLimits): Promise<SetupReading> {
  const imports = new Map<KnownSdk, Import>();
  const setups: Setup[] = [];
  const withSetups: TextFile[] = [];
  const mayBeSending: string[] = [];
  const byFile = new Map<string, ReadonlySet<KnownSdk>>();
  for await (const file of files) {
    if (SENDING.test(file.text)) mayBeSending.push(file.path);
    if (!MODULES.some((name) => file.text.includes(name))) continue;
    const source = readSource(file);
    for (const sdk of source.sdks) {
      if (!imports.has(sdk)) imports.set(sdk, { sdk, file: file.path, line: lineOfImport(source, sdk) });
    }
    if (source.sdks.size > 0) byFile.set(file.path, source.sdks);
    const found = findSetups(source, limits);
    if (found.length > 0) withSetups.push(file);
    setups.push(...found);
  }
  return { imports: [...imports.values()], setups, withSetups, byFile, mayBeSending };
}

function lineOfImport({ tokens }: SourceFile, sdk: KnownSdk): number {
  return tokens.find(({ kind, text }) => kind === 'text' && sdkOfModule(text) === sdk)?.line ?? 1;
}

async function readEvents(
  files: AsyncGenerator<TextFile>,
  senders: Senders,
  limits: InitLimits,
): Promise<Pick<Survey, 'events' | 'unnamed'>> {
  const events: SentEvent[] = [];
  const unnamed: { file: string; line: number }[] = [];
  for await (const file of files) {
    const found = findEvents(readSource(file), senders, limits);
    events.push(...found.events);
    unnamed.push(...found.unnamed.map((line) => ({ file: file.path, line })));
  }
  return { events, unnamed };
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
      if (!isSecretPath(path)) found.push(path);
    }
  }
  return found.toSorted();
}

interface Grounds {
  readonly asked: readonly FoundPackage[];
  readonly locked: readonly FoundPackage[];
  readonly imports: readonly Import[];
  readonly setups: readonly Setup[];
}

/**
 * SDKs that a manifest asks for, by their own names or a wrapper's, or that a source imports. Of a package that holds several, the
 * imports say which, where there are any.
 */
function foundSdks({ asked, locked, imports, setups }: Grounds): readonly FoundSdk[] {
  return KNOWN_SDKS.flatMap((sdk): FoundSdk[] => {
    const own = packageOf(sdk.entry.package);
    const names = [own, ...sdk.signs.wrappers];
    const ask = asked.find(({ name }) => names.includes(name));
    const imported = imports.find((each) => each.sdk === sdk);
    const isOther = imports.some((each) => each.sdk !== sdk && packageOf(each.sdk.entry.package) === own);
    if (imported === undefined && isOther) return [];
    const place = ask ?? imported;
    if (place === undefined) return [];
    const installed = locked.find(({ name }) => name === own)?.version;
    const version = installed ?? ask?.version ?? null;
    const ofSdk = setups.filter((each) => each.sdk === sdk);
    return [{ sdk, file: place.file, line: place.line, version, setups: ofSdk }];
  });
}

function uniqueByName(packages: readonly FoundPackage[]): readonly FoundPackage[] {
  return [...new Map(packages.toReversed().map((each) => [each.name, each])).values()].toReversed();
}
