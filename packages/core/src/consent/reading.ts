/** What can be made of a signal of consent. This file imports nothing. */

/** The signals by the names that remarks, documents and fixtures use. */
export const CONSENT_SIGNALS = {
  gpc: 'Global Privacy Control',
  category: 'Category preferences of a consent manager',
  tcf: 'IAB Transparency and Consent Framework',
  gpp: 'IAB Global Privacy Platform',
  gcm: 'Google Consent Mode',
} as const satisfies Readonly<Record<string, string>>;
export type ConsentSignal = keyof typeof CONSENT_SIGNALS;

/** A signal as sent, before it is asked about a purpose. `unreadable`: there, and not of its own format. */
export type Signal<T> =
  { readonly kind: 'absent' | 'unreadable' | 'expired' } | { readonly kind: 'read'; readonly of: T };

/** Every reading that grants nothing, in the words that people are told; `absent` also where a signal says nothing of the purpose. */
export const DENIALS = {
  denied: 'denied',
  expired: 'the signal has expired',
  unreadable: 'the signal cannot be read',
  absent: 'no signal',
} as const satisfies Readonly<Record<string, string>>;
export type Denial = keyof typeof DENIALS;

/** What a signal says of one purpose. */
export type Reading = 'granted' | Denial;

export const ABSENT = { kind: 'absent' } as const;
export const UNREADABLE = { kind: 'unreadable' } as const;
export const EXPIRED = { kind: 'expired' } as const;

/** A denial outweighs all; what cannot be relied on outweighs a grant; silence outweighs nothing. */
const WEIGHTS: Readonly<Record<Reading, number>> = {
  denied: 4,
  unreadable: 3,
  expired: 2,
  granted: 1,
  absent: 0,
};

/** The reading of two statements together. */
export function and(one: Reading, other: Reading): Reading {
  return WEIGHTS[one] >= WEIGHTS[other] ? one : other;
}

/** What signals of one kind say together of one purpose. */
export function readingOfAll<T>(signals: readonly Signal<T>[], ask: (of: T) => Reading): Reading {
  let reading: Reading = 'absent';
  for (const signal of signals) {
    reading = and(reading, signal.kind === 'read' ? ask(signal.of) : signal.kind);
  }
  return reading;
}
