/**
 * Holds what the ledger says of Mixpanel against what the fake Mixpanel really received: the ledger knows nothing of the
 * vendor's words, and the vendor nothing of the plan, so where the two agree both are right.
 */
import type { ExposureAnswer } from '@headgate/api';
import type { Json, JsonObject } from '@headgate/core';
import type { Received } from './fake-vendors.ts';
import { isJsonObject } from '@headgate/core';

interface Count {
  readonly people: number;
  readonly deliveries: number;
}

export interface FieldComparison {
  readonly path: string;
  readonly form: string;
  readonly ledger: Count;
  readonly received: Count;
  readonly agrees: boolean;
}

export interface ExposureComparison {
  readonly ledger: Count;
  readonly received: Count;
  readonly fields: readonly FieldComparison[];
  readonly agrees: boolean;
}

/** Where Mixpanel keeps what the plan calls otherwise: context and identifiers in events, and both in profile updates. */
const EVENT_WORDS: Readonly<Record<string, string>> = {
  messageId: '$insert_id',
  time: 'time',
  userId: '$user_id',
  anonymousId: '$device_id',
  'context.ip': 'ip',
  'context.userAgent': '$user_agent',
  'context.locale': 'context.locale',
  'context.page.url': '$current_url',
  'context.page.referrer': '$referrer',
  'context.os.name': '$os',
  'context.os.version': '$os_version',
  'context.app.version': '$app_version_string',
};
const TRAIT_WORDS: Readonly<Record<string, string>> = {
  email: '$email',
  name: '$name',
  createdAt: '$created',
  userAgent: '$user_agent',
};
/** Compares field by field. `received` is all that the vendor got since it was started. */
export function compareExposure(exposure: ExposureAnswer, received: readonly Received[]): ExposureComparison {
  const people = received.filter(({ path }) => path !== '/groups').map(whoseOf);
  const total = { people: new Set(people).size, deliveries: received.length };
  const fields = exposure.fields.map((field) => compareField(field, received));
  const missing = received.length > 0 && fields.length === 0;
  const ledger = { people: exposure.people, deliveries: exposure.deliveries };
  return {
    ledger,
    received: total,
    fields,
    agrees: isSame(ledger, total) && !missing && fields.every((field) => field.agrees),
  };
}

function compareField(
  field: ExposureAnswer['fields'][number],
  received: readonly Received[],
): FieldComparison {
  const carriers = received.filter((each) => carries(each, field.path));
  const found = { people: new Set(carriers.map(whoseOf)).size, deliveries: carriers.length };
  const ledger = { people: field.people, deliveries: field.deliveries };
  const { path, form } = field;
  return { path, form, ledger, received: found, agrees: isSame(ledger, found) };
}

function isSame(left: Count, right: Count): boolean {
  return left.people === right.people && left.deliveries === right.deliveries;
}

/** The token by which the vendor knows whom or what a message is about. */
function whoseOf({ path, message }: Received): string {
  const holder = path === '/import' ? message['properties'] : message;
  if (!isJsonObject(holder)) return '';
  const key = path === '/import' ? 'distinct_id' : path === '/groups' ? '$group_id' : '$distinct_id';
  const id = holder[key];
  return typeof id === 'string' ? id : '';
}

function carries(received: Received, path: string): boolean {
  return received.path === '/import' ? inEvent(received.message, path) : inProfile(received, path);
}

function inEvent(message: JsonObject, path: string): boolean {
  const properties = message['properties'];
  if (!isJsonObject(properties)) return false;
  const word = EVENT_WORDS[path];
  if (word !== undefined) return has(properties, word.split('.'));
  return path.startsWith('properties.') && has(properties, stepsOf(path));
}

function inProfile(received: Received, path: string): boolean {
  const { path: endpoint, message } = received;
  switch (path) {
    case 'groupId':
      return endpoint === '/groups';
    case 'userId':
      return endpoint === '/engage' && has(message, ['$user_id']);
    case 'anonymousId':
      return endpoint === '/engage' && has(message, ['$device_id']);
    case 'time':
      return has(message, ['$time']);
    case 'context.ip':
      return typeof message['$ip'] === 'string' && message['$ip'] !== '0';
    default:
      return inTraits(received, path);
  }
}

function inTraits({ path: endpoint, message }: Received, path: string): boolean {
  const set = message['$set'] ?? message['$set_once'];
  if (path.startsWith('context.')) return has(set, [EVENT_WORDS[path] ?? path]);
  if (!path.startsWith('properties.')) return false;
  const [first = '', ...rest] = stepsOf(path);
  return has(set, [endpoint === '/engage' ? (TRAIT_WORDS[first] ?? first) : first, ...rest]);
}

/** `properties.items[].product` → `items`, `[]`, `product`. */
function stepsOf(path: string): string[] {
  return path
    .split('.')
    .slice(1)
    .flatMap((key) => (key.endsWith('[]') ? [key.slice(0, -2), '[]'] : [key]));
}

function has(value: Json | undefined, steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  if (value === undefined) return false;
  if (step === undefined) return true;
  if (step === '[]') return Array.isArray(value) && value.some((item: Json) => has(item, rest));
  return isJsonObject(value) && has(value[step], rest);
}
