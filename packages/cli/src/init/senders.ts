/** Whether a call sends an event, and by which SDKs. */
import { posix } from 'node:path';
import type { FoundCall } from './find-calls.ts';
import { KNOWN_SDKS, sdkOfModule } from './sdk-signs.ts';
import type { KnownSdk } from './sdk-signs.ts';
import { bindingOf } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/** Methods that send events, by the protocol of the SDKs that have them. */
const SENDERS: Readonly<Record<string, readonly string[]>> = {
  segment: ['track', 'page', 'screen', 'identify'],
  rudderstack: ['track', 'page', 'screen', 'identify'],
  mixpanel: ['track', 'set'],
  amplitude: ['track', 'logEvent'],
  posthog: ['capture', 'identify'],
};
/** Those that others than SDKs have too: what they are called on decides. */
const COMMON: ReadonlySet<string> = new Set(['page', 'screen', 'identify', 'set']);
const RECEIVER = /analytics|telemetry|tracking|tracker|mixpanel|amplitude|posthog|rudder|segment|headgate/i;
/** Methods that say the same: an app's own `track` may call any of them. */
const TRACKING: readonly string[] = ['track', 'capture', 'logEvent'];

export interface Senders {
  /** Those of the whole repository. */
  readonly sdks: readonly KnownSdk[];
  /** Path of each file that imports some → which. */
  readonly byFile: ReadonlyMap<string, ReadonlySet<KnownSdk>>;
}

/** The sending method that is called; null where it is something else that has the name. */
export function methodOf(call: FoundCall, source: SourceFile, senders: Senders): string | null {
  const { path, isRooted } = call;
  const name = path.at(-1) ?? '';
  if (path.length === 1 && isRooted) return functionOf(call, source, senders);
  if (name === 'set') return path.at(-2) === 'people' ? name : null;
  const isOfSdk = sdkOfModule(bindingOf(call, source)?.module ?? '') !== undefined;
  const isNamed = path.slice(0, -1).some((word) => RECEIVER.test(word));
  return !COMMON.has(name) || isOfSdk || isNamed ? name : null;
}

/** Not a method: a function of an SDK, or of a module of the app's own that imports one or is called after what it does. */
function functionOf(call: FoundCall, source: SourceFile, { byFile }: Senders): string | null {
  const binding = bindingOf(call, source);
  if (binding === undefined) return null;
  const { module, imported } = binding;
  const name = call.path.at(-1) ?? '';
  if (sdkOfModule(module) !== undefined) return imported === 'default' ? name : imported;
  const isOfApp = RECEIVER.test(module) || sdksBehind(module, source.path, byFile) !== undefined;
  return isOfApp ? name : null;
}

/**
 * The SDKs that may be meant: by the import, else by the name of the receiver, else those of the file, else those of the module
 * of the app's own that the function comes from, else all. An app's own function may send by other methods than its name.
 */
export function sendersOf(
  call: FoundCall,
  method: string,
  source: SourceFile,
  senders: Senders,
): readonly KnownSdk[] {
  const exact = having([method], senders);
  const bound = sdkOfModule(bindingOf(call, source)?.module ?? '');
  if (bound !== undefined) return exact.filter((sdk) => sdk === bound);
  const receiver = call.path.slice(0, -1).map((word) => word.toLowerCase());
  const ofFile = exact.filter((sdk) => source.sdks.has(sdk));
  const named = exact.filter(({ entry }) => receiver.some((word) => word.includes(entry.protocol)));
  if (named.length > 0)
    return orElse(
      named.filter((sdk) => ofFile.includes(sdk)),
      named,
    );
  // `posthog.track`, where PostHog has no such method: something else of that name.
  if (KNOWN_SDKS.some(({ entry }) => receiver.includes(entry.protocol))) return [];
  return orElse(ofFile, ofWrapper(call, method, source, senders));
}

function ofWrapper(
  call: FoundCall,
  method: string,
  source: SourceFile,
  senders: Senders,
): readonly KnownSdk[] {
  const family = having(TRACKING.includes(method) ? TRACKING : [method], senders);
  const module = bindingOf(call, source)?.module;
  const behind = module === undefined ? undefined : sdksBehind(module, source.path, senders.byFile);
  return orElse(
    family.filter((sdk) => behind?.has(sdk) === true),
    family,
  );
}

function having(methods: readonly string[], { sdks }: Senders): readonly KnownSdk[] {
  return sdks.filter(({ entry }) => SENDERS[entry.protocol]?.some((each) => methods.includes(each)) === true);
}

function orElse<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  return first.length > 0 ? first : second;
}

/** SDKs that a module of the app's own imports. `./x` is beside the file; of an alias such as `@/lib/x` the end must agree. */
function sdksBehind(
  module: string,
  file: string,
  byFile: Senders['byFile'],
): ReadonlySet<KnownSdk> | undefined {
  const isRelative = module.startsWith('.');
  const target = isRelative
    ? posix.join(posix.dirname(file), withoutExtension(module))
    : withoutExtension(module).replace(/^[@~#]?\//, '');
  for (const [path, sdks] of byFile) {
    const bare = withoutExtension(path).replace(/\/index$/, '');
    if (bare === target || (!isRelative && bare.endsWith(`/${target}`))) return sdks;
  }
  return undefined;
}

function withoutExtension(path: string): string {
  return path.replace(/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/, '');
}
