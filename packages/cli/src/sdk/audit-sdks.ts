/** Reads what a repository has of analytics SDKs: manifests, lock files, installed packages, sources, pages and bundles. Nothing is run. */
import { basename, dirname, join } from 'node:path';
import { createFileReader } from '../init/file-reader.ts';
import { isSecretPath } from '../init/is-private.ts';
import { INIT_LIMITS } from '../init/limits.ts';
import { LOCK_FILES, readLock, readManifest } from '../init/read-packages.ts';
import type { FoundPackage, TextFile } from '../init/read-packages.ts';
import { KNOWN_SDKS, UNREAD_SDKS, sdkOfModule } from '../init/sdk-signs.ts';
import { readSource } from '../init/source-file.ts';
import { isAppSource, isMadeByTools } from '../init/source-paths.ts';
import { listFiles } from '../scan/list-files.ts';
import type { SdkDefault } from './defaults.ts';
import { EXTRACTORS } from './extractors/index.ts';
import { findInBundle } from './find-in-bundle.ts';
import type { BundledSdk } from './find-in-bundle.ts';
import { findScripts, inlineScripts } from './find-scripts.ts';
import type { FoundScript } from './find-scripts.ts';
import { givenIn, givenInPage } from './given-options.ts';
import type { GivenOptions } from './given-options.ts';
import { judge } from './judge.ts';
import type { Judged } from './judge.ts';
import { listBuilt } from './list-built.ts';
import { installedAbove } from './package-files.ts';
import { readDefaults } from './read-defaults.ts';
import { risksOf } from './risks/index.ts';
import type { Risk } from './risks/index.ts';

export interface AuditedSdk {
  readonly package: string;
  readonly version: string | null;
  /** Where it was found: a manifest or lock file, a bundle, a page. */
  readonly place: { readonly file: string; readonly line: number };
  readonly how: 'installed' | 'locked' | 'bundled' | 'script';
  /** Only of a bundle. */
  readonly certainty?: BundledSdk['certainty'];
  readonly defaults: readonly SdkDefault[];
  readonly unread: readonly string[];
  readonly risks: readonly JudgedRisk[];
}

export interface JudgedRisk extends Risk, Judged {
  /** It is closed, and the vendor can open it again by its remote configuration. */
  readonly isReopenable: boolean;
}

export interface SdkAudit {
  readonly sdks: readonly AuditedSdk[];
  readonly scripts: readonly FoundScript[];
  /** Analytics SDKs whose defaults no extractor reads. */
  readonly others: readonly FoundPackage[];
  readonly filesRead: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

/** How much is read: that of `headgate init`, and for what builds wrote: files, and bytes of one. */
const BUILT_LIMITS = { filesMax: 2000, fileBytesMax: 20_000_000 } as const;

export async function auditSdks(root: string): Promise<SdkAudit> {
  const all = (await listFiles(root)).filter((path) => !isSecretPath(path));
  const paths = all.filter((path) => !isMadeByTools(path));
  const reader = createFileReader(root, INIT_LIMITS);
  const named = (isMeant: (name: string) => boolean): readonly string[] =>
    paths.filter((path) => isMeant(basename(path)));
  const manifests = await reader.all(
    named((name) => name === 'package.json'),
    INIT_LIMITS.fileBytesMax,
  );
  const locks = await reader.all(
    named((name) => LOCK_FILES.has(name)),
    INIT_LIMITS.lockBytesMax,
  );
  const built = listBuilt(root, BUILT_LIMITS);
  const pages = await reader.all(pagesOf(paths, built.paths), INIT_LIMITS.fileBytesMax);
  const calls: GivenOptions[] = [];
  const inPages = pages
    .flatMap(inlineScripts)
    .flatMap((script) => givenInPage(readSource(script), INIT_LIMITS));
  const scripts: FoundScript[] = pages.flatMap(findScripts);
  for await (const file of reader.sources(paths.filter(isAppSource))) {
    const source = readSource(file);
    calls.push(...givenIn(source, INIT_LIMITS));
    scripts.push(...findScripts(file));
  }
  // A page sets up what it loads itself, unless the app has no other call.
  const ofApp = new Set(calls.map((call) => call.package));
  calls.push(...inPages.filter((call) => !ofApp.has(call.package)));
  const asked = manifests.flatMap(readManifest);
  const installed = installedSdks(root, { asked, locked: locks.flatMap(readLock), manifests, calls });
  const bundled = (await bundlesOf(reader, built.paths)).flatMap((each) => bundledSdk(each, calls));
  return {
    sdks: [...installed, ...bundled, ...scripts.flatMap((each) => scriptSdk(each))],
    scripts,
    others: othersOf(asked),
    filesRead: reader.filesRead(),
    skipped: [...built.skipped, ...reader.skipped],
  };
}

function pagesOf(paths: readonly string[], built: readonly string[]): readonly string[] {
  return [...new Set([...paths, ...built])].filter((path) => /\.html?$/.test(path)).toSorted();
}

interface Grounds {
  readonly asked: readonly FoundPackage[];
  readonly locked: readonly FoundPackage[];
  readonly manifests: readonly TextFile[];
  readonly calls: readonly GivenOptions[];
}

/** Of each SDK every version that is installed: beside the root, and beside each manifest. */
function installedSdks(root: string, grounds: Grounds): readonly AuditedSdk[] {
  return EXTRACTORS.flatMap(({ package: name }): readonly AuditedSdk[] => {
    const known = KNOWN_SDKS.find(({ entry }) => entry.package === name);
    const names = [name, ...(known?.signs.wrappers ?? [])];
    const isIt = (each: FoundPackage): boolean => names.includes(each.name);
    const place = grounds.asked.find(isIt) ?? grounds.locked.find(isIt);
    if (place === undefined) return [];
    const versions = installedOf(name, [
      root,
      ...grounds.manifests.map(({ path }) => join(root, dirname(path))),
    ]);
    if (versions.length === 0) {
      const version = [...grounds.locked, ...grounds.asked].find((each) => each.name === name)?.version;
      return [
        audited({
          package: name,
          version: version ?? null,
          place,
          how: 'locked',
          defaults: [],
          unread: ['*'],
        }),
      ];
    }
    return versions.map((each) => withRisks({ ...each, place, how: 'installed' }, grounds.calls));
  });
}

function installedOf(
  name: string,
  directories: readonly string[],
): NonNullable<ReturnType<typeof readDefaults>>[] {
  const byVersion = new Map<string | null, NonNullable<ReturnType<typeof readDefaults>>>();
  for (const directory of new Set(directories)) {
    const files = installedAbove(directory, name);
    if (files === null || byVersion.has(files.version)) continue;
    const read = readDefaults(files);
    if (read !== null) byVersion.set(files.version, read);
  }
  return [...byVersion.values()];
}

async function bundlesOf(
  reader: ReturnType<typeof createFileReader>,
  paths: readonly string[],
): Promise<readonly BundledSdk[]> {
  const found: BundledSdk[] = [];
  for (const path of paths.filter((each) => /\.[cm]?js$/.test(each))) {
    // One at a time: together they may be larger than memory.
    const files = await reader.all([path], BUILT_LIMITS.fileBytesMax);
    found.push(...files.flatMap(findInBundle));
  }
  return found;
}

function bundledSdk(bundle: BundledSdk, calls: readonly GivenOptions[]): readonly AuditedSdk[] {
  const place = { file: bundle.file, line: 1 };
  return [withRisks({ ...bundle, place, how: 'bundled' }, calls)];
}

/** Its code is the vendor’s, so its defaults are not to be seen here. */
function scriptSdk(script: FoundScript): readonly AuditedSdk[] {
  if (script.package === null) return [];
  const { package: name, version } = script;
  return [audited({ package: name, version, place: script, how: 'script', defaults: [], unread: ['*'] })];
}

function audited(sdk: Omit<AuditedSdk, 'risks'>): AuditedSdk {
  const { file, line } = sdk.place;
  return { ...sdk, place: { file, line }, risks: [] };
}

function withRisks(sdk: Omit<AuditedSdk, 'risks'>, calls: readonly GivenOptions[]): AuditedSdk {
  const own = calls.filter((call) => call.package === sdk.package);
  const judged = risksOf(sdk.package, sdk.defaults).map((risk) => ({ ...risk, ...judge(risk.rule, own) }));
  const notClosed = new Set(judged.flatMap(({ rule, state }) => (state === 'closed' ? [] : [rule.option])));
  const risks = judged.map((risk): JudgedRisk => {
    const { reopenedBy = '' } = risk.rule;
    return { ...risk, isReopenable: risk.state === 'closed' && notClosed.has(reopenedBy) };
  });
  return { ...audited(sdk), risks };
}

function othersOf(asked: readonly FoundPackage[]): readonly FoundPackage[] {
  const readable = new Set(EXTRACTORS.map((each) => each.package));
  return asked.filter(({ name }) => {
    const entry = sdkOfModule(name)?.entry;
    return UNREAD_SDKS.includes(name) || (entry?.runtime === 'browser' && !readable.has(entry.package));
  });
}
