/** Events that a file sends, with the keys that its object literals show. */
import type { Call } from '@headgate/core';
import { posix } from 'node:path';
import type { FoundCall } from './find-calls.ts';
import type { InitLimits } from './limits.ts';
import { readArguments } from './read-shape.ts';
import type { Shape } from './read-shape.ts';
import { KNOWN_SDKS, sdkOfModule } from './sdk-signs.ts';
import type { KnownSdk } from './sdk-signs.ts';
import type { SourceFile } from './source-file.ts';

export interface SentEvent {
  readonly call: Call;
  /** Null where it has none, or stands for every message of the call. */
  readonly name: string | null;
  readonly fields: readonly Shape[];
  /** Names of the sources that may send it. */
  readonly sources: readonly string[];
  readonly file: string;
  readonly line: number;
}

export interface FileEvents {
  readonly events: readonly SentEvent[];
  /** Lines of calls that send an event whose name the source does not show. */
  readonly unnamed: readonly number[];
}

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
const RECEIVER = /analytics|telemetry|tracking|tracker|mixpanel|amplitude|posthog|rudder|segment/i;
const NAME_LENGTH_MAX = 100;
/** Methods that say the same: an app's own `track` may call any of them. */
const TRACKING: readonly string[] = ['track', 'capture', 'logEvent'];

export interface Senders {
  /** Those of the whole repository. */
  readonly sdks: readonly KnownSdk[];
  /** Path of each file that imports some → which. */
  readonly byFile: ReadonlyMap<string, ReadonlySet<KnownSdk>>;
}

export function findEvents(source: SourceFile, senders: Senders, limits: InitLimits): FileEvents {
  const events: SentEvent[] = [];
  const unnamed: number[] = [];
  for (const call of source.calls) {
    const method = methodOf(call, source, senders);
    if (method === null || call.isNew) continue;
    const sources = sendersOf(call, method, source, senders).map(({ source: name }) => name);
    if (sources.length === 0) continue;
    const read = readEvent(method, readArguments(source.tokens, call.open, limits));
    if (read === 'unnamed') unnamed.push(call.line);
    else if (read !== 'none') events.push({ ...read, sources, file: source.path, line: call.line });
  }
  return { events, unnamed };
}

/** The sending method that is called; null where it is something else that has the name. */
function methodOf(
  { path, isRooted }: FoundCall,
  { path: file, bindings }: SourceFile,
  { byFile }: Senders,
): string | null {
  const name = path.at(-1) ?? '';
  const binding = isRooted ? bindings.get(path[0] ?? '') : undefined;
  const isOfSdk = binding !== undefined && sdkOfModule(binding.module) !== undefined;
  if (path.length === 1 && isRooted) {
    // Not a method: a function of an SDK, or of a module of the app's own that imports one or is called after what it does.
    if (binding === undefined) return null;
    const isOfApp = RECEIVER.test(binding.module) || sdksBehind(binding.module, file, byFile) !== undefined;
    if (!isOfSdk && !isOfApp) return null;
    return isOfSdk && binding.imported !== 'default' ? binding.imported : name;
  }
  if (name === 'set' && path.at(-2) !== 'people') return null;
  const isNamed = path.slice(0, -1).some((word) => RECEIVER.test(word));
  return !COMMON.has(name) || isOfSdk || isNamed || name === 'set' ? name : null;
}

/**
 * The SDKs that may be meant: by the import, else by the name of the receiver, else those of the file, else those of the module
 * of the app's own that the function comes from, else all. An app's own function may send by other methods than its name.
 */
function sendersOf(
  { path, isRooted }: FoundCall,
  method: string,
  { path: file, bindings, sdks: imported }: SourceFile,
  { sdks, byFile }: Senders,
): readonly KnownSdk[] {
  const having = (methods: readonly string[]): readonly KnownSdk[] =>
    sdks.filter(({ entry }) => SENDERS[entry.protocol]?.some((each) => methods.includes(each)) === true);
  const exact = having([method]);
  const module = isRooted ? bindings.get(path[0] ?? '')?.module : undefined;
  const bound = sdkOfModule(module ?? '');
  if (bound !== undefined) return exact.filter((sdk) => sdk === bound);
  const receiver = path.slice(0, -1).map((word) => word.toLowerCase());
  const named = exact.filter(({ entry }) => receiver.some((word) => word.includes(entry.protocol)));
  const near = named.filter((sdk) => imported.has(sdk));
  if (named.length > 0) return near.length > 0 ? near : named;
  // `posthog.track`, where PostHog has no such method: something else of that name.
  if (KNOWN_SDKS.some(({ entry }) => receiver.includes(entry.protocol))) return [];
  const ofFile = exact.filter((sdk) => imported.has(sdk));
  if (ofFile.length > 0) return ofFile;
  const family = having(TRACKING.includes(method) ? TRACKING : [method]);
  const behind = module === undefined ? undefined : sdksBehind(module, file, byFile);
  const ofModule = family.filter((sdk) => behind?.has(sdk) === true);
  return ofModule.length > 0 ? ofModule : family;
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

type ReadEvent = Pick<SentEvent, 'call' | 'name' | 'fields'>;

function readEvent(method: string, given: readonly Shape[]): ReadEvent | 'unnamed' | 'none' {
  switch (method) {
    case 'track':
    case 'capture':
    case 'logEvent':
      return readTrack(given);
    case 'page':
    case 'screen':
      return readPage(method, given);
    case 'identify':
      return { call: 'identify', name: null, fields: traitsOf(given) };
    case 'set':
      return { call: 'identify', name: null, fields: given.slice(0, 1) };
    default:
      return 'none';
  }
}

/** `(name, fields)`; `(client, name, fields)` of Firebase; `({ event, properties })` of servers' SDKs. */
function readTrack(given: readonly Shape[]): ReadEvent | 'unnamed' | 'none' {
  const [first, second] = given;
  if (first === undefined) return 'none';
  const whole = first.kind === 'object' ? first.members : null;
  const names = [first, second, whole?.get('event'), whole?.get('event_type')];
  const name = names.find((each) => each?.kind === 'text');
  if (name?.kind !== 'text' || name.text === '' || name.text.length > NAME_LENGTH_MAX) return 'unnamed';
  if (whole !== null) {
    const fields = whole.get('properties') ?? whole.get('event_properties');
    return tracked(name.text, fields === undefined ? [] : [fields]);
  }
  return tracked(name.text, given.slice(given.indexOf(name) + 1, given.indexOf(name) + 2));
}

/** PostHog's pages are events by their names; so the gateway reads them. */
function tracked(name: string, fields: readonly Shape[]): ReadEvent {
  return name === '$pageview' ? { call: 'page', name: null, fields } : { call: 'track', name, fields };
}

/** `(name, fields)`, `(category, name, fields)`, `(fields)`, `({ name, properties })`. */
function readPage(call: 'page' | 'screen', given: readonly Shape[]): ReadEvent | 'unnamed' {
  const [first] = given;
  if (first?.kind === 'object') {
    const name = first.members.get('name');
    const fields = first.members.get('properties');
    if (fields === undefined && name === undefined) return { call, name: null, fields: [first] };
    if (name !== undefined && name.kind !== 'text') return 'unnamed';
    return { call, name: name?.text ?? null, fields: fields === undefined ? [] : [fields] };
  }
  const texts = given.slice(0, 2).flatMap((each) => (each.kind === 'text' ? [each.text] : []));
  const name = texts.at(-1);
  if (first !== undefined && name === undefined) return 'unnamed';
  if (name !== undefined && (name === '' || name.length > NAME_LENGTH_MAX)) return 'unnamed';
  return { call, name: name ?? null, fields: given.filter(({ kind }) => kind === 'object').slice(0, 1) };
}

/** Traits stand in objects after the id, or in the object that has the id beside them. */
function traitsOf(given: readonly Shape[]): readonly Shape[] {
  const objects = given.filter((each) => each.kind === 'object');
  const [first] = objects;
  const inner = first?.members.get('traits') ?? first?.members.get('properties');
  const isOfServer = first?.members.has('userId') === true || first?.members.has('distinctId') === true;
  if (inner !== undefined) return [inner];
  return isOfServer ? [] : objects.slice(0, 2);
}
