/**
 * The states of one event. An event changes its type at each stage, so that the compiler refuses to let
 * anything but a `CleanEvent` reach the queue or a vendor. This file imports nothing.
 */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether the value is an object proper: not null, not an array. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is an array; `Array.isArray` alone does not narrow a readonly one. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export const ENVIRONMENTS = ['development', 'staging', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** The kinds of telemetry message, in the words of the Segment spec, which is the hub of all mappings. */
export const CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type Call = (typeof CALLS)[number];

/**
 * How an `identify` or `group` call changes the profile. Segment knows only `set`; the rest are Mixpanel's
 * profile operators without their `$` (https://developer.mixpanel.com/reference/user-profiles).
 */
export const OPERATIONS = ['set', 'set_once', 'add', 'append', 'union', 'remove', 'unset', 'delete'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** An app that sends events. `id` is the name the plan uses in `sources`. */
export interface Source {
  readonly id: string;
  readonly environment: Environment;
}

/** One message as a wire protocol gave it: raw, in memory only. `properties` holds traits for identify and group. */
export interface ReceivedEvent {
  readonly source: Source;
  /** Name of the wire protocol that carried it, for example `segment`. */
  readonly protocol: string;
  /** The sender's own message id, or one the gateway made where the sender gave none. Raw: never sent, never stored. */
  readonly id: string;
  readonly call: Call;
  readonly operation: Operation;
  /** The event's name for `track`, the page's or screen's name for `page` and `screen`, else empty. */
  readonly name: string;
  /** When it happened by the sender's clock; milliseconds since 1970. */
  readonly time: number;
  /** When the gateway read it; milliseconds since 1970. */
  readonly receivedAt: number;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  readonly groupId: string | null;
  readonly previousId: string | null;
  readonly properties: JsonObject;
  readonly context: JsonObject;
  /** Privacy signals of the transport itself, apart from what `context.consent` says. */
  readonly signals: Signals;
}

export interface Signals {
  /** `Sec-GPC: 1` was sent (https://www.w3.org/TR/gpc/ §3.1). */
  readonly gpc: boolean;
  /** Absent where the request's address holds none of them. */
  readonly url?: UrlConsent;
}

/** Consent in the query of a request, as text; empty where a parameter is absent. Raw: never sent, never stored. */
export interface UrlConsent {
  readonly gdpr: string;
  readonly tcString: string;
  readonly gpp: string;
  readonly gppSid: string;
  readonly usPrivacy: string;
  readonly gcs: string;
  readonly gcd: string;
}

declare const valid: unique symbol;
declare const clean: unique symbol;

/** An event that the plan knows and whose remaining fields satisfy it. Made by `plan.validate` alone. */
export type ValidEvent = ReceivedEvent & { readonly [valid]: true };

/**
 * One event as one vendor may have it: rebuilt from the plan's allow-list, every identifier re-keyed for that
 * vendor. The only thing that may touch disk or the network. Made by `protect` alone.
 */
export interface CleanEvent {
  readonly [clean]: true;
  readonly vendor: string;
  readonly environment: Environment;
  /** Message id re-keyed for this vendor; stable under redelivery, so vendors can drop doubles by it. */
  readonly id: string;
  readonly call: Call;
  readonly operation: Operation;
  readonly name: string;
  /** Coarsened for this vendor; milliseconds since 1970. */
  readonly time: number;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  readonly groupId: string | null;
  readonly previousId: string | null;
  readonly properties: JsonObject;
  readonly context: JsonObject;
  /** Internal index of the person or device: 16 hex digits. For order and the ledger; never sent. */
  readonly subject: string;
  /** Id of the `FieldSet` that this event carries. For the ledger; never sent. */
  readonly fields: string;
  /** Share of subjects whose events of this kind are kept, above 0 and at most 1: one event stands for 1 / rate. */
  readonly sampleRate: number;
}

/** The form in which a field was sent. */
export const FORMS = ['clear', 'coarse', 'pseudonym', 'sealed'] as const;
export type Form = (typeof FORMS)[number];

/** One field of a `FieldSet`. `path` uses planned key names only: `properties.total`, `context.page.url`, `userId`. */
export interface SentField {
  readonly path: string;
  readonly form: Form;
  readonly categories: readonly string[];
  readonly tier: number;
}

/** What one vendor got with one kind of event. `id` is a digest of the rest, so equal sets have equal ids. */
export interface FieldSet {
  readonly id: string;
  readonly vendor: string;
  /** Stable id of the planned event. */
  readonly event: string;
  readonly fields: readonly SentField[];
}
