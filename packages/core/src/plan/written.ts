/** The plan language `headgate/v1` as people write it: the shape of each file. Every object is closed. */
import { z } from 'zod';
import { CONSENT_MODE_USES } from '../consent/consent-mode.ts';
import { GPP_SECTION_NAMES } from '../consent/gpp-sections.ts';
import { TCF_PURPOSES_MAX } from '../consent/tcf.ts';
import { FINDING_KINDS } from '../detect/detector.ts';
import { CALLS, OPERATIONS } from '../event.ts';
import { GOVERNANCE, keysOf } from './governance.ts';
import { kGate } from './written-k-gate.ts';
import { DOMAIN_PATTERN, EPOCHS } from '../protect/epoch.ts';
import { LEGAL_BASES, USES } from './taxonomy/uses.ts';
import { SUBJECTS } from './taxonomy/subjects.ts';
import { TIERS } from './taxonomy/tier.ts';
import { duration, name, text } from './written-words.ts';

/** What is done about a violation: count it, leave the field out, seal the event to the steward, or drop the event. */
export const MODES = ['observe', 'strip', 'quarantine', 'reject'] as const;
export const FINDING_ACTIONS = ['redact', 'drop', 'quarantine', 'block'] as const;
export const IDENTITIES = ['user_id', 'anonymous_id', 'group_id', 'previous_id'] as const;
/** How finely a vendor may know when something happened. */
export const TIME_STEPS = { '1s': 1000, '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 } as const;
/** Operators whose values have the field's own type; the others carry single items of a list and cannot be planned. */
const PLANNABLE_OPERATIONS = OPERATIONS.filter(
  (operation) => operation !== 'append' && operation !== 'union' && operation !== 'remove',
);

const use = z.enum(keysOf(USES));
const mode = z.enum(MODES);
const tier = z.union(TIERS.map((each) => z.literal(each)));
const date = z.iso.date();

const enforcement = z.strictObject({
  /** Of an unplanned event nothing is on any allow-list, so there is nothing to observe or strip. */
  unplanned_event: mode.extract(['quarantine', 'reject']).optional(),
  /** Unplanned fields never leave; this says what becomes of the rest. */
  unplanned_field: mode.optional(),
  invalid_field: mode.optional(),
  expired: mode.exclude(['strip']).optional(),
});

const eventEnforcement = enforcement.omit({ unplanned_event: true });
const environment = z.strictObject({ enforcement: enforcement.optional(), ...GOVERNANCE.environment });
const identity = z.strictObject({ ids: z.array(z.enum(IDENTITIES)), ...GOVERNANCE.identity });
const vendorFields = z.record(name, z.union([z.literal('*'), z.array(text)]));

const FREE_TEXT_LENGTH_MAX = 10_000;
/** What becomes of what people type. `true`: the default for the field's name. `false`: its name misleads. */
const freeText = z.union([
  z.boolean(),
  z.enum(['keep', 'scan', 'drop']),
  /** Characters kept, in UTF-16 code units. */
  z.strictObject({ truncate: z.int().min(1).max(FREE_TEXT_LENGTH_MAX) }),
]);

const annotation = z.strictObject({
  categories: z.array(text).min(1),
  tier: tier.optional(),
  free_text: freeText.optional(),
  on_finding: z.enum(FINDING_ACTIONS).optional(),
  /** Vendor name or `*` → transform: its name, or `{ name: parameters }`. */
  transform: z.record(text, z.union([z.string(), z.record(z.string(), z.unknown())])).optional(),
  ...GOVERNANCE.field,
});

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const count = z.int().min(0);

/** The closed subset of JSON Schema 2020-12, for one field. */
export const writtenField = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'object', 'array']).optional(),
  title: text.optional(),
  description: text.optional(),
  deprecated: z.boolean().optional(),
  default: z.unknown().optional(),
  examples: z.array(z.unknown()).optional(),
  enum: z.array(scalar).min(1).optional(),
  const: scalar.optional(),
  minLength: count.optional(),
  maxLength: count.optional(),
  pattern: z.string().optional(),
  format: z.enum(['date-time', 'date', 'time', 'uuid', 'uri', 'email', 'ipv4', 'ipv6']).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  multipleOf: z.number().positive().optional(),
  get items() {
    return writtenField.optional();
  },
  minItems: count.optional(),
  maxItems: count.optional(),
  uniqueItems: z.boolean().optional(),
  get properties() {
    return z.record(z.string(), writtenField).optional();
  },
  required: z.array(z.string()).optional(),
  $ref: z
    .string()
    .regex(/^#\/\$defs\/[A-Za-z0-9_-]+$/, 'must look like #/$defs/name')
    .optional(),
  get $defs() {
    return z.record(z.string(), writtenField).optional();
  },
  'x-headgate': annotation.optional(),
});
export type WrittenField = z.infer<typeof writtenField>;
export type WrittenAnnotation = z.infer<typeof annotation>;

const vendor = z.strictObject({
  kind: name,
  role: z.enum(['controller', 'processor', 'joint-controller']).default('processor'),
  region: text.optional(),
  max_tier: tier,
  retention: duration('P13M').optional(),
  /** Uses this vendor serves; it gets only events with one of these purposes. Default: any purpose. */
  uses: z.array(use).min(1).optional(),
  time: z.enum(keysOf(TIME_STEPS)).default('1s'),
  /** Property in which events tell their sampling rate, so that the vendor can weigh its counts: each stands for 1 / rate. */
  sample_rate_as: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'must be a letter, then letters, digits or _, 40 at most')
    .optional(),
  /** Without it tuples of quasi-identifiers are sent however few had them. */
  k_gate: kGate.optional(),
  /** How long a person keeps one pseudonym there; `domains` for single pseudonym domains. Default: `contract`. */
  pseudonyms: z
    .strictObject({
      epoch: z.enum(EPOCHS).optional(),
      domains: z.record(z.string().regex(DOMAIN_PATTERN), z.enum(EPOCHS)).optional(),
    })
    .optional(),
  ...GOVERNANCE.vendor,
});

/** Where the basis is Consent, at least one of the four signals must be named. */
const purpose = z.strictObject({
  basis: z.enum(LEGAL_BASES),
  /** Category of `context.consent.categoryPreferences` that must be true. */
  category: text.optional(),
  /** Purposes of IAB TCF, all of which must be granted. */
  tcf: z.array(z.int().min(1).max(TCF_PURPOSES_MAX)).min(1).optional(),
  /** Sections of IAB GPP, in none of which the person may have opted out. */
  gpp: z.array(z.enum(GPP_SECTION_NAMES)).min(1).optional(),
  /** Types of Google Consent Mode, all of which must be granted. */
  gcm: z
    .array(z.enum(keysOf(CONSENT_MODE_USES)))
    .min(1)
    .optional(),
  /** Whether all signals that are named must be there and grant, or one. One that is there and denies always denies. */
  require: z.enum(['all', 'any']).default('all'),
  /** What holds where none of the signals that are named is there. */
  unasked: z.enum(['denied', 'granted']).default('denied'),
});

/**
 * "At least once every 13 months" (IAB Europe TCF Policies; Google takes no older string:
 * https://support.google.com/admanager/answer/9999955).
 */
const TCF_MAX_AGE_DEFAULT = 'P13M';

/** Characters of a text that the plan's own detectors read. What is longer counts as long text where it has their literal. */
const DETECTED_LENGTH_DEFAULT = 16_384;
const DETECTED_LENGTH_MAX = 262_144;
/** Each runs over every text that has its literal. */
const DETECTORS_MAX = 32;

/** A text, or a text and the name of the field it stands in. */
const detectorExample = z.union([text, z.strictObject({ name: text, text })]);

/** What the organisation knows and no built-in detector does: staff numbers, customer numbers, internal hosts. */
const detector = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be lower-case letters, digits or _'),
  /** Rises whenever the same text may give other spans than before. */
  version: z.int().min(1).default(1),
  kind: z.enum(keysOf(FINDING_KINDS)),
  /** Source of a regular expression (ECMA-262, unicode), with a bound on every repeat. */
  pattern: text,
  /** Stands in every match, and is looked for before the pattern runs. */
  literal: z.string().min(1).max(64),
  /** One of these words must be in the field's name or near the match. */
  context: z.array(text).min(1).optional(),
  examples: z.strictObject({
    found: z.array(detectorExample).min(1),
    not_found: z.array(detectorExample).min(1),
  }),
});
export type WrittenDetector = z.infer<typeof detector>;

/** `plan.yaml`. */
export const writtenPlan = z.strictObject({
  apiVersion: z.literal('headgate/v1'),
  kind: z.literal('plan'),
  id: name,
  description: text.optional(),
  taxonomy: z
    .strictObject({
      base: z.literal('fideslang@3.1.1'),
      extend: z.array(text).default([]),
      ...GOVERNANCE.taxonomy,
    })
    .default({ base: 'fideslang@3.1.1', extend: [] }),
  enforcement: enforcement.default({}),
  environments: z
    .strictObject({
      development: environment.optional(),
      staging: environment.optional(),
      production: environment.optional(),
    })
    .default({}),
  purposes: z.partialRecord(use, purpose),
  gpc: z.strictObject({ deny_uses: z.array(use).default([]) }).default({ deny_uses: [] }),
  consent: z
    .strictObject({
      /** How long a TC string is good after its last change. */
      tcf_max_age: duration('P13M').default(TCF_MAX_AGE_DEFAULT),
    })
    .default({ tcf_max_age: TCF_MAX_AGE_DEFAULT }),
  detection: z
    .strictObject({
      personal: z.enum(FINDING_ACTIONS).default('redact'),
      secret: z.enum(FINDING_ACTIONS).default('redact'),
      long_text: z.enum(FINDING_ACTIONS).default('drop'),
      /** In UTF-16 code units. */
      detectors_length_max: z.int().min(1000).max(DETECTED_LENGTH_MAX).default(DETECTED_LENGTH_DEFAULT),
    })
    .default({
      personal: 'redact',
      secret: 'redact',
      long_text: 'drop',
      detectors_length_max: DETECTED_LENGTH_DEFAULT,
    }),
  detectors: z.array(detector).max(DETECTORS_MAX).default([]),
  identity: identity.default({ ids: [] }),
  vendors: z.record(name, vendor),
  /** What may travel of the fields that SDKs put around events. */
  context: z
    .strictObject({
      vendors: vendorFields,
      /** Whether the minimal profile holds. Default: `minimal` where no schema is written, else `none`. */
      profile: z.enum(['minimal', 'none']).optional(),
      schema: writtenField.optional(),
    })
    .optional(),
  ...GOVERNANCE.plan,
});
export type WrittenPlan = z.infer<typeof writtenPlan>;

/** One file below `events/`. */
export const writtenEvent = z.strictObject({
  apiVersion: z.literal('headgate/v1'),
  kind: z.literal('event'),
  id: name,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a SemVer version such as 1.0.0'),
  wire: z.strictObject({
    call: z.enum(CALLS),
    /** Without a name the event stands for every message of this call, and no name is sent. */
    name: text.optional(),
    aliases: z.array(text).default([]),
    operations: z.array(z.enum(PLANNABLE_OPERATIONS)).min(1).default(['set', 'set_once']),
  }),
  description: text,
  questions: z.array(text).optional(),
  owners: z.strictObject({ team: text, notify: z.array(text).default([]) }).optional(),
  status: z.enum(['draft', 'active', 'deprecated', 'retired']).default('active'),
  expires: z.union([date, z.literal('never')]),
  sources: z.array(name).min(1),
  subjects: z.array(z.enum(keysOf(SUBJECTS))).min(1),
  purposes: z.array(use).min(1),
  identity: identity.optional(),
  vendors: vendorFields,
  enforcement: eventEnforcement.default({}),
  /** Share of subjects whose events are kept: the same subject is always in or always out. */
  sample: z.number().gt(0).max(1).default(1),
  schema: writtenField,
  examples: z.array(z.record(z.string(), z.unknown())).default([]),
  ...GOVERNANCE.event,
});
export type WrittenEvent = z.infer<typeof writtenEvent>;
