/** Which of the known packages a repository has, by its manifests and lock files. Versions are shown only where they are versions. */
import { KNOWN_SDKS, UNREAD_SDKS } from './sdk-signs.ts';

export interface FoundPackage {
  readonly name: string;
  /** SemVer or a simple range; null where it is written in another way, which may hold an address with credentials. */
  readonly version: string | null;
  /** The manifest that asks for it, or the lock file where none does. */
  readonly file: string;
  readonly line: number;
  readonly isDirect: boolean;
}

export interface TextFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const LOCK_FILES: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
]);
const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;
const VERSION = /^[~^]?\d{1,6}(?:\.(?:\d{1,6}|x)){0,2}(?:-[a-z]{1,8}\.\d{1,4})?$/;
const LOOKED_FOR: readonly string[] = [
  ...KNOWN_SDKS.flatMap(({ entry, signs }) => [entry.package, ...signs.wrappers]),
  ...UNREAD_SDKS,
];

/** In the order of the files; a manifest that is no JSON counts as empty. */
export function readManifest({ path, text }: TextFile): readonly FoundPackage[] {
  const written = parse(text);
  return LOOKED_FOR.flatMap((name): FoundPackage[] => {
    const range = SECTIONS.map((section) => member(member(written, section), name)).find(
      (each) => each !== undefined,
    );
    if (range === undefined) return [];
    return [{ name, version: versionOf(range), file: path, line: lineOf(text, `"${name}"`), isDirect: true }];
  });
}

/** Known packages of a lock file: also those that others bring along. */
export function readLock({ path, text }: TextFile): readonly FoundPackage[] {
  return LOOKED_FOR.filter((name) => text.includes(name)).flatMap((name): FoundPackage[] => {
    const escaped = name.replaceAll(/[/\-@.]/g, String.raw`\$&`);
    // npm: "node_modules/x": {"version": …; yarn: x@^1: version "…"; pnpm: /x@1.0.0: or 'x@1.0.0':; bun: "x": ["x@1.0.0".
    const found = new RegExp(
      String.raw`(?:"(?:[^"\n]{0,400}/)?node_modules/${escaped}": \{\s{0,40}"version": "|^"?${escaped}@[^\n]{0,400}:\n\s{1,8}version:? "?|^[ ]{0,8}['"]?/?${escaped}@|"${escaped}": \["${escaped}@)([\w.-]{1,40})`,
      'm',
    ).exec(text);
    if (found === null) return [];
    const line = text.slice(0, found.index).split('\n').length;
    return [{ name, version: versionOf(found[1]), file: path, line, isDirect: false }];
  });
}

/** Whether a manifest can be read: what it asks for is unknown where not. */
export function isManifest({ text }: TextFile): boolean {
  return parse(text) !== null;
}

/** As npm has it: with or without a byte order mark. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

function versionOf(written: unknown): string | null {
  return typeof written === 'string' && VERSION.test(written) ? written : null;
}

function lineOf(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length;
}
