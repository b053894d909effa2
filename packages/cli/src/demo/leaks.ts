/** What a planted leak is, and how the messages that carry the leaks are made up. */
import type { ShopMessage } from './message.ts';

export const LEAK_KINDS = {
  email: 'e-mail address',
  phone: 'phone number',
  card: 'payment card',
  iban: 'bank account',
  ssn: 'social security number',
  name: 'name',
  birthday: 'date of birth',
  address: 'postal address',
  location: 'precise location',
  ip: 'network address',
  jwt: 'JSON web token',
  'api-key': 'API key',
  bearer: 'bearer token',
  'private-key': 'private key',
  password: 'password',
  'url-value': 'secret in a URL',
  'long-text': 'long text',
} as const satisfies Readonly<Record<string, string>>;

export type LeakKind = keyof typeof LEAK_KINDS;

/** What should keep the value from leaving. */
export const CATCHES = {
  detection: 'found in a value and redacted, or its field or event withheld',
  unplanned: 'no such event or field in the plan',
  invalid: 'not what the plan allows in this field',
  transform: 'planned, and minimised on the way',
  nothing: 'a declared limit: no detector claims it yet',
} as const satisfies Readonly<Record<string, string>>;

export type Catch = keyof typeof CATCHES;

/** One value that must not reach any vendor, the warehouse or the disk. */
export interface Leak {
  readonly id: string;
  readonly kind: LeakKind;
  /** Where it stands in the event, in the sender's own words. */
  readonly field: string;
  /** As it was typed or made; what is sent may be an encoding of it. */
  readonly value: string;
  readonly caughtBy: Catch;
  readonly message: ShopMessage;
}

/** A row of the truth file: all that recall is worked out from. */
export interface Truth {
  readonly id: string;
  readonly kind: LeakKind;
  readonly source: string;
  readonly event: string;
  readonly field: string;
  readonly value: string;
  readonly caughtBy: Catch;
}

/** The row of one leak. */
export function truthOf(leak: Leak): Truth {
  const { id, kind, field, value, caughtBy, message } = leak;
  return { id, kind, source: message.source, event: message.name || message.call, field, value, caughtBy };
}
