/** The plan of the suite: one event for each name under which some SDK's calls arrive, each with its number. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the decoders put what the drivers send with `track`: the name of the canonical event, and the path of the number in its
 * properties.
 */
const ARRIVALS: readonly { readonly name: string; readonly number: readonly string[] }[] = [
  { name: 'Order Completed', number: ['sequence'] },
  { name: 'order_completed', number: ['sequence'] },
  { name: 'error', number: ['extra', 'sequence'] },
  { name: 'log', number: ['attributes', 'sequence'] },
  { name: 'span', number: ['sequence'] },
];

const SYSTEM = { categories: ['system.operations'] };

/** Writes the plan below `directory` and gives the path of its main file. `planned` false: it knows none of the events. */
export function writePlan(directory: string, sources: readonly string[], planned: boolean): string {
  const events = join(directory, 'plan', 'events');
  mkdirSync(events, { recursive: true });
  const known = planned ? ARRIVALS : [{ name: 'Never Sent', number: ['sequence'] }];
  for (const [at, { name, number }] of known.entries()) {
    const event = {
      apiVersion: 'headgate/v1',
      kind: 'event',
      id: `event_${at}`,
      version: '1.0.0',
      wire: { call: 'track', name },
      description: 'An event of the suite.',
      expires: 'never',
      sources,
      subjects: ['customer'],
      purposes: ['analytics'],
      vendors: { hook: '*' },
      schema: schemaOf(number),
    };
    writeFileSync(join(events, `event-${at}.yaml`), JSON.stringify(event));
  }
  const file = join(directory, 'plan', 'plan.yaml');
  const plan = {
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: 'conformance',
    enforcement: { unplanned_field: 'strip', invalid_field: 'strip' },
    purposes: { analytics: { basis: 'Legitimate interests' } },
    identity: { ids: ['user_id', 'anonymous_id'] },
    vendors: { hook: { kind: 'webhook', max_tier: 3 } },
  };
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

function schemaOf([name = '', ...rest]: readonly string[]): unknown {
  const inner = rest.length > 0 ? schemaOf(rest) : { type: 'string', maxLength: 40, 'x-headgate': SYSTEM };
  return { type: 'object', properties: { [name]: inner } };
}
