/**
 * What a plan declares for its reviewers. Nothing here changes what the gateway does but `taxonomy.tiers`, `special_category`, which
 * raises the default k of a k-gate, and `promotion.canary`; the difference of two plans reads it, so that loosening any of it needs
 * the roles of `diff/kinds.ts`.
 */
import { z } from 'zod';
import { TIERS } from './taxonomy/tier.ts';
import { duration, longDuration, name, text } from './written-words.ts';

/** Narrow to wide: what makes the client send. */
export const TRIGGERS = ['outcome', 'click', 'impression', 'automatic'] as const;
/** Narrow to wide: how far an identifier leads. */
export const IDENTITY_SCOPES = ['event', 'session', 'device', 'account', 'household', 'cross-site'] as const;
/** Narrow to wide: for whom one pseudonym key is the same. */
export const KEY_SCOPES = ['vendor', 'tenant', 'global'] as const;
export const LINT_LEVELS = ['off', 'warning', 'error'] as const;
const AGE_GROUPS = ['child', 'teen', 'adult'] as const;

const texts = z.array(text);
const share = z.number().min(0).max(1);

const SUPPRESSIONS_MAX = 1000;

/** One finding of `plan lint` that may stand in this file, with who says so and until when. */
const suppression = z.strictObject({
  /** Id of the rule. */
  rule: name,
  /** JSON Pointer (RFC 6901) into this file; what is below it is meant too. */
  path: z
    .string()
    .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'must be a JSON Pointer such as /schema/properties/email'),
  owner: text,
  reason: text,
  /** Last day on which it holds. */
  expires: z.iso.date(),
});
export type WrittenSuppression = z.infer<typeof suppression>;
const suppressions = z.array(suppression).max(SUPPRESSIONS_MAX);

export const GOVERNANCE = {
  taxonomy: {
    /** Category → tier: raises what is derived for it and all below it. The gateway keeps to it. */
    tiers: z.record(text, z.union(TIERS.map((each) => z.literal(each)))).optional(),
  },
  environment: {
    /** What a candidate must have shown before it goes on from here. */
    promotion: z
      .strictObject({
        soak: longDuration.optional(),
        min_events: z.int().min(0).optional(),
        /** The same, for each event that the change adds or touches. */
        soak_each: longDuration.optional(),
        min_events_each: z.int().min(0).optional(),
        max_violation_rate: share.optional(),
        /** Of production: largest share of subjects that may meet a candidate first, and no candidate may do without. */
        canary: z.number().gt(0).max(1).optional(),
      })
      .optional(),
  },
  identity: { scope: z.enum(IDENTITY_SCOPES).optional(), rotation: duration('P30D').optional() },
  field: {
    /** Special category of personal data (GDPR Art. 9 and 10). */
    special_category: z.boolean().optional(),
    /** The name of the field says too much for catalogues. */
    sensitive_name: z.boolean().optional(),
    /** Unit, currency or time zone of the value. */
    unit: text.optional(),
    /** Earlier names of this field. */
    aliases: texts.optional(),
  },
  vendor: {
    endpoint: text.optional(),
    account: text.optional(),
    /** Name of the credential, never the credential. */
    credential: text.optional(),
    /** Ground of a transfer to another jurisdiction: `adequacy`, `scc`. */
    transfer: text.optional(),
    delivery: z.enum(['server', 'device']).optional(),
    /** Whether handing over counts as sale or sharing (CCPA §1798.140). */
    sells: z.boolean().optional(),
    /** Field path → name at the vendor. */
    names: z.record(text, text).optional(),
    transport: z
      .strictObject({
        tls_min: z.enum(['1.2', '1.3']).optional(),
        pinned: z.boolean().optional(),
        authenticated: z.boolean().optional(),
        /** Hosts that may be spoken to. */
        egress: texts.optional(),
      })
      .optional(),
  },
  plan: {
    /** Id of a rule of `plan lint` → what it counts as here; `off` looks away. */
    lint: z.record(name, z.enum(LINT_LEVELS)).optional(),
    suppressions: suppressions.optional(),
    quarantine: z
      .strictObject({
        /** Recipient group that quarantined events are sealed to. */
        to: z
          .string()
          .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits or -')
          .optional(),
        retention: duration('P30D'),
        readers: texts,
      })
      .optional(),
    /** Ids and wire names that are used up for ever. */
    tombstones: z.strictObject({ ids: z.array(name).optional(), names: texts.optional() }).optional(),
    keys: z
      .strictObject({
        scope: z.enum(KEY_SCOPES).optional(),
        rotation: duration('P30D').optional(),
        /** Roles and vendors that may lead a pseudonym back. */
        revealed_to: texts.optional(),
      })
      .optional(),
    /** Regions where consent comes first (ISO 3166). */
    opt_in_regions: texts.optional(),
    notices: z.strictObject({ privacy: text.optional(), opt_out: text.optional() }).optional(),
    archives: z.record(name, z.strictObject({ kind: z.enum(['raw', 'debug']) })).optional(),
  },
  event: {
    population: z
      .strictObject({
        countries: texts.optional(),
        locales: texts.optional(),
        channels: texts.optional(),
        age_groups: z.array(z.enum(AGE_GROUPS)).optional(),
        logged_out: z.boolean().optional(),
      })
      .optional(),
    trigger: z.enum(TRIGGERS).optional(),
    collection: z.enum(['opt-in', 'default-on']).optional(),
    /** How long a client may keep it before sending. */
    client_buffer: duration('P30D').optional(),
    /** Field paths that are used up for ever. */
    tombstones: texts.optional(),
    /** Field paths by which a deletion request finds it. */
    erasure_keys: texts.optional(),
    /** Present: only aggregates leave. */
    aggregation: z
      .strictObject({ epsilon: z.number().positive().optional(), cohort_min: z.int().min(1).optional() })
      .optional(),
    max_bytes: z.int().min(1).optional(),
    suppressions: suppressions.optional(),
  },
} as const;

export function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): [K, ...K[]] {
  // Object.keys forgets the key type; tables of the plan language are closed literals, so their keys are exactly K.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(table) as [K, ...K[]];
}
