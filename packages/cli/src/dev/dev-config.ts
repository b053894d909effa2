/** A configuration for one's own machine, made from the plan: every source has a key, warehouses write to a temporary place. */
import type { EventSpec, Json, JsonObject, Plan } from '@headgate/core';
import type { ScratchKeys } from './scratch-keys.ts';

export interface DevConfig {
  /** Text of a `headgate.yaml`. JSON is YAML. */
  readonly text: string;
  /** Vendors of the plan that are not connected, because they need credentials. */
  readonly unconnected: readonly string[];
}

type Purpose = EventSpec['purposes'][number];

const WAREHOUSE = 'warehouse';

/** `planFile` is absolute; the other paths of the configuration are relative to it where it is said to lie. */
export function devConfig(plan: Plan, planFile: string, seal: ScratchKeys | null = null): DevConfig {
  const sources = [...new Set(plan.events.flatMap((event) => event.sources))];
  const vendors = [...plan.vendors.values()];
  const warehouses = vendors.filter(({ kind }) => kind === WAREHOUSE);
  const written = {
    data: './data',
    plan: planFile,
    sources: Object.fromEntries(
      sources.map((name) => [name, { environment: 'development', write_key: devKey(name) }]),
    ),
    vendors: Object.fromEntries(
      warehouses.map(({ name }) => [name, { development: { directory: `./${name}` } }]),
    ),
    ...(seal === null ? {} : { seal }),
  };
  return {
    text: JSON.stringify(written),
    unconnected: vendors.filter(({ kind }) => kind !== WAREHOUSE).map(({ name }) => name),
  };
}

/** The write key of a source in `headgate dev`. No secret: the gateway listens on this machine alone. */
export function devKey(source: string): string {
  return `dev-${source}`;
}

export interface CurlOptions {
  /** Where events are taken: `http://127.0.0.1:4400`. */
  readonly url: string;
  /** For the source of the event; as it stands in the shell. */
  readonly keyOf: (source: string) => string;
}

/** What a person has to put into the line: strings of their consent manager's. */
const PLACEHOLDERS = { tcf: 'TC-STRING', gpp: 'GPP-STRING' } as const;

/** A line for the shell that sends one planned event with its consent; null where the plan tracks nothing. */
export function curlLine(plan: Plan, { url, keyOf }: CurlOptions): string | null {
  const event = plan.events.find((each) => each.call === 'track' && each.status !== 'retired');
  const [source] = event?.sources ?? [];
  if (event === undefined || source === undefined) return null;
  const body = JSON.stringify(messageOf(event)).replaceAll("'", String.raw`'\''`);
  return `curl ${url}/v1/track -u ${keyOf(source)}: -H 'content-type: application/json' -d '${body}'`;
}

/** What is to be put into such a line before it is sent; null where it can go as it is. */
export function placeholdersIn(line: string): string | null {
  const found = Object.values(PLACEHOLDERS).filter((word) => line.includes(`"${word}"`));
  return found.length === 0 ? null : found.join(' and ');
}

function messageOf(event: EventSpec): Json {
  const consent = consentOf(event.purposes);
  return {
    event: event.name ?? 'Anything',
    anonymousId: 'visitor-1',
    properties: event.examples[0]?.value ?? {},
    ...(Object.keys(consent).length === 0 ? {} : { context: { consent } }),
  };
}

/** One purpose that is allowed is enough, so strings are asked for only where each of them needs one. */
function consentOf(purposes: readonly Purpose[]): JsonObject {
  const categories = purposes.flatMap(({ category }) => category ?? []);
  const types = purposes.flatMap(({ signals }) => signals.gcm ?? []);
  const asking = purposes.every(needsString) ? purposes.slice(0, 1) : [];
  return {
    ...(categories.length > 0 && { categoryPreferences: all(categories, true) }),
    ...(types.length > 0 && { gcm: all(types, 'granted') }),
    ...(asking.some(({ signals }) => signals.tcf !== null) && { tcf: PLACEHOLDERS.tcf }),
    ...(asking.some(({ signals }) => signals.gpp !== null) && { gpp: PLACEHOLDERS.gpp }),
  };
}

/** Whether what can be written down here is not enough: a TC or GPP string holds a date, and an id of who asked. */
function needsString({ basis, category, signals }: Purpose): boolean {
  const { tcf, gpp, gcm, require } = signals;
  if (basis !== 'Consent' || (tcf === null && gpp === null)) return false;
  return require === 'all' || (category === null && gcm === null);
}

function all<V extends Json>(names: readonly string[], value: V): Readonly<Record<string, V>> {
  return Object.fromEntries(names.map((name) => [name, value]));
}
