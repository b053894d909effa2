/** The shapes of the words that several routes share, and of what core calls by the same names. */
import {
  CALLS,
  CONFIDENCES,
  CONSENT_SIGNALS,
  DENIALS,
  ENVIRONMENTS,
  FINDING_KINDS,
  FORMS,
  OPERATIONS,
  OUTCOMES,
} from '@headgate/core';
import { z } from 'zod';

/** The names of a closed table, in its order. */
export function namesOf<K extends string>(table: Readonly<Record<K, unknown>>): [K, ...K[]] {
  // Object.keys forgets the key type; the tables given here are closed literals, so their keys are exactly K.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(table) as [K, ...K[]];
}

export const environmentShape = z.enum(ENVIRONMENTS);
export const callShape = z.enum(CALLS);
export const operationShape = z.enum(OPERATIONS);
export const formShape = z.enum(FORMS);
export const outcomeShape = z.enum(namesOf(OUTCOMES));
export const findingKindShape = z.enum(namesOf(FINDING_KINDS));
/** Name of a vendor, as the plan writes it. */
export const vendorNameShape = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'must be the name of a vendor');
/** Milliseconds since 1970. */
export const timeShape = z.number();
/** A whole count. */
export const countShape = z.int().min(0);
/** `YYYY-MM-DD` in UTC. */
export const dayShape = z.iso.date();

/** How an event stands with one vendor at the moment of its decision: on its way, or ended. */
export const statusShape = z.enum(['routed', ...namesOf(OUTCOMES)]);

export const issueShape = z.object({
  rule: z.string(),
  level: z.enum(['error', 'warning']),
  message: z.string(),
  mend: z.string(),
  file: z.string(),
  line: z.int(),
  column: z.int(),
});

/** Where in an event something personal or secret was found; never what. */
export const findingShape = z.object({
  kind: findingKindShape,
  detector: z.string(),
  version: countShape,
  confidence: z.enum(CONFIDENCES),
  path: z.string(),
  length: countShape,
});

/** What the plan changed beyond its fixed transforms. `path` is empty where a name itself may be personal. */
export const remarkShape = z.discriminatedUnion('rule', [
  z.object({
    rule: z.enum(['unplanned-field', 'invalid-field', 'expired']),
    path: z.string(),
    action: z.enum(['observed', 'stripped', 'withheld']),
  }),
  z.object({
    rule: z.literal('finding'),
    path: z.string(),
    action: z.enum(['observed', 'redacted', 'dropped-field', 'withheld']),
    kind: findingKindShape,
    before: countShape,
    after: countShape,
  }),
  z.object({
    rule: z.literal('free-text'),
    path: z.string(),
    action: z.enum(['truncated', 'dropped-field']),
    before: countShape,
    after: countShape,
  }),
  z.object({
    rule: z.literal('consent'),
    /** The data use that is not allowed. */
    path: z.string(),
    action: z.literal('withheld'),
    signal: z.enum(namesOf(CONSENT_SIGNALS)),
    reading: z.enum(namesOf(DENIALS)),
  }),
]);
