/** What makes a default risky, as data: one rule an option of an SDK. */
import type { FindingLevel, RuleFacts } from '@headgate/core';

/** Kinds of risk, and the rule under which a finding of each is told. */
export const RISK_RULES = {
  'sdk-remote-config': 'The vendor can change from afar what an SDK captures.',
  'sdk-vendor-script': 'An SDK loads scripts of the vendor into the page, which no lock file holds.',
  'sdk-autocapture': 'An SDK captures what people do without a call of the app.',
  'sdk-text-unmasked': 'An SDK sends the texts or attributes of the page unmasked.',
  'sdk-replay': 'An SDK may record the screen.',
  'sdk-personal-data': 'An SDK collects personal data by itself.',
  'sdk-ip-address': 'An SDK has the vendor keep the address of the connection.',
  'sdk-do-not-track': 'An SDK passes over the browser’s Do Not Track.',
  'sdk-storage': 'An SDK keeps an identifier longer or wider than needed.',
  'sdk-referrer': 'An SDK keeps the referrer or the parameters of campaigns.',
  'sdk-diagnostics': 'An SDK reports on itself to its vendor.',
} as const satisfies Readonly<Record<string, string>>;
export type RiskId = keyof typeof RISK_RULES;

/** What the value of an option, as text, must be. */
export type Predicate =
  { readonly is: readonly string[] } | { readonly isNot: readonly string[] } | { readonly above: number };

export interface RiskRule {
  readonly risk: RiskId;
  readonly level: FindingLevel;
  /** The option whose default is looked at. */
  readonly option: string;
  readonly isRisky: Predicate;
  /** Its name in older versions. */
  readonly formerly?: string;
  /** Each of these alone closes it: an option that the app gives, and the values that do. */
  readonly closedBy: readonly { readonly option: string; readonly value: Predicate }[];
  /** Options that may close it in a way that cannot be read: where one is given, it is not known. */
  readonly mayBeClosedBy?: readonly string[];
  /** The option of another rule: while that one is open, the vendor can open this one again. */
  readonly reopenedBy?: string;
  /** The line to write. */
  readonly line: string;
  /** What follows from the default, as one sentence. */
  readonly why: string;
  /** File of the package at the version named, or address of a document, in which it was read. */
  readonly source: string;
  /** Where the vendor’s word comes from: host and path; of the key only its place. */
  readonly channel?: string;
}

/** Limits of the lifetime of an identifier in a browser, in days; a year is what most SDKs take. */
export const LIFETIME_DAYS_MAX = 90;

export const TRUE: Predicate = { is: ['true'] };
export const FALSE: Predicate = { is: ['false'] };

export function matches(value: string, predicate: Predicate): boolean {
  if ('is' in predicate) return predicate.is.includes(value);
  if ('isNot' in predicate) return !predicate.isNot.includes(value);
  return /^-?\d+(?:\.\d+)?$/.test(value) && Number(value) > predicate.above;
}

/** A switch that is on and that `false` turns off, or the other way round. */
export function closedByItself(
  option: string,
  value: Predicate,
): { readonly closedBy: RiskRule['closedBy'] } {
  return { closedBy: [{ option, value }] };
}

/** Facts of the rules for the writers of findings. */
export function ruleFacts(): readonly RuleFacts[] {
  const facts = Object.entries(RISK_RULES).map(([id, what]): RuleFacts => ({
    id,
    what,
    kind: 'privacy',
    level: 'improvement',
  }));
  return [...facts, UNKNOWN_DEFAULTS];
}

export const UNKNOWN_DEFAULTS: RuleFacts = {
  id: 'sdk-defaults-unknown',
  what: 'The defaults of an SDK could not be read.',
  kind: 'reference',
  level: 'improvement',
};
