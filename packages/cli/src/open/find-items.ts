/** Sealed fields that the gateway keeps, with the headers that open them. */
import { SEALED_VALUES_MAX } from '@headgate/api';
import type { Client, SealedValue } from '@headgate/api';
import { headerIdOf } from '@headgate/seal/envelope';
import { textOption } from '../command.ts';
import type { Given } from '../command.ts';
import { Failure } from '../exit.ts';
import type { ReadItems } from './read-items.ts';

export type Wanted =
  | { readonly event: string }
  | { readonly from: number; readonly to: number; readonly path?: string; readonly group?: string };

const WORDS = ['event', 'from', 'to', 'path', 'group'] as const;

/** What the command line asks the gateway for; null where it asks for nothing. Throws a `Failure` where that is half said. */
export function wantedOf(given: Given): Wanted | null {
  const said = WORDS.filter((word) => textOption(given, word) !== undefined);
  const [event, from, to] = [textOption(given, 'event'), momentOf(given, 'from'), momentOf(given, 'to')];
  if (said.length === 0) return null;
  if (event !== undefined && said.length === 1) return { event };
  if (event !== undefined || from === null || to === null) {
    throw new Failure('usage', 'it is not clear which fields are meant', 'Say --event, or --from and --to.');
  }
  const [path, group] = [textOption(given, 'path'), textOption(given, 'group')];
  return { from, to, ...(path === undefined ? {} : { path }), ...(group === undefined ? {} : { group }) };
}

/** Asks for at most so many fields. Throws a `Failure` where there are more, or none. */
export async function findItems(client: Client, wanted: Wanted, max: number): Promise<ReadItems> {
  const values = await findValues(client, wanted, max);
  if (values.length === 0)
    throw new Failure('usage', 'the gateway keeps no such sealed field', 'Ask for another event or time.');
  const items = values.map(({ text, source, eventName, eventId, path, group }) => ({
    text,
    place: { source, eventName, eventId, jsonPath: path, recipientGroup: group },
  }));
  return withHeaders(client, { items, headers: {} });
}

/** Asks for the headers that the items name, and neither carry nor bring. */
export async function withHeaders(client: Client, { items, headers }: ReadItems): Promise<ReadItems> {
  const named = items.map(({ text }) => headerIdOf(text)).filter((id) => id !== null);
  const found: Record<string, string> = { ...headers };
  const ids = [...new Set(named)].filter((id) => !Object.hasOwn(headers, id));
  for (let at = 0; at < ids.length; at += SEALED_VALUES_MAX) {
    Object.assign(found, await client.sealedHeaders(ids.slice(at, at + SEALED_VALUES_MAX)));
  }
  return { items, headers: found };
}

async function findValues(client: Client, wanted: Wanted, max: number): Promise<readonly SealedValue[]> {
  if ('event' in wanted) return (await client.findSealed(wanted)).values;
  const found: SealedValue[] = [];
  let after: string | null = null;
  do {
    const page = { ...wanted, limit: SEALED_VALUES_MAX, ...(after === null ? {} : { after }) };
    const { values, next } = await client.findSealed(page);
    found.push(...values);
    after = next;
  } while (after !== null && found.length <= max);
  if (found.length <= max) return found;
  throw new Failure(
    'usage',
    `there are more than ${max} fields`,
    'Ask for a shorter time, one path or one group.',
  );
}

function momentOf(given: Given, name: 'from' | 'to'): number | null {
  const text = textOption(given, name);
  if (text === undefined) return null;
  const moment = /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new Failure('usage', `--${name} is not a time`, 'Write it as 2026-11-27 or 2026-11-27T09:30:00Z.');
}
