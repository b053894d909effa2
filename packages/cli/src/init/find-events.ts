/** Events that a file sends, with the keys that its object literals show. */
import type { Call } from '@headgate/core';
import type { InitLimits } from './limits.ts';
import { readArguments } from './read-shape.ts';
import type { Shape } from './read-shape.ts';
import { methodOf, sendersOf } from './senders.ts';
import type { Senders } from './senders.ts';
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

const NAME_LENGTH_MAX = 100;
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
  if (!isName(name)) return 'unnamed';
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
  if (first === undefined) return { call, name: null, fields: [] };
  if (first.kind === 'object') return readPageObject(call, first);
  const name = given.slice(0, 2).findLast((each) => each.kind === 'text');
  if (!isName(name)) return 'unnamed';
  return { call, name: name.text, fields: given.filter(({ kind }) => kind === 'object').slice(0, 1) };
}

function readPageObject(
  call: 'page' | 'screen',
  whole: Shape & { readonly kind: 'object' },
): ReadEvent | 'unnamed' {
  const name = whole.members.get('name');
  const properties = whole.members.get('properties');
  const fields = properties === undefined ? [] : [properties];
  if (name === undefined) return { call, name: null, fields: properties === undefined ? [whole] : fields };
  return isName(name) ? { call, name: name.text, fields } : 'unnamed';
}

function isName(shape: Shape | undefined): shape is Shape & { readonly kind: 'text' } {
  return shape?.kind === 'text' && shape.text !== '' && shape.text.length <= NAME_LENGTH_MAX;
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
