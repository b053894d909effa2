/** A configuration for one's own machine, made from the plan: every source has a key, warehouses write to a temporary place. */
import type { EventSpec, Json, Plan } from '@headgate/core';

export interface DevConfig {
  /** Text of a `headgate.yaml`. JSON is YAML. */
  readonly text: string;
  /** Vendors of the plan that are not connected, because they need credentials. */
  readonly unconnected: readonly string[];
}

const WAREHOUSE = 'warehouse';

/** `planFile` is absolute; the other paths of the configuration are relative to it where it is said to lie. */
export function devConfig(plan: Plan, planFile: string): DevConfig {
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

/** A line for the shell that sends one planned event with its consent; null where the plan tracks nothing. */
export function curlLine(plan: Plan, { url, keyOf }: CurlOptions): string | null {
  const event = plan.events.find((each) => each.call === 'track' && each.status !== 'retired');
  const [source] = event?.sources ?? [];
  if (event === undefined || source === undefined) return null;
  const body = JSON.stringify(messageOf(event)).replaceAll("'", String.raw`'\''`);
  return `curl ${url}/v1/track -u ${keyOf(source)}: -H 'content-type: application/json' -d '${body}'`;
}

function messageOf(event: EventSpec): Json {
  const categories = event.purposes.flatMap(({ category }) => category ?? []);
  const preferences = Object.fromEntries(categories.map((category) => [category, true]));
  return {
    event: event.name ?? 'Anything',
    anonymousId: 'visitor-1',
    properties: event.examples[0]?.value ?? {},
    ...(categories.length === 0 ? {} : { context: { consent: { categoryPreferences: preferences } } }),
  };
}
