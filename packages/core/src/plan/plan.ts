/** The plan as understood: checked, references resolved, tiers derived. Still without keys, vendors' settings or code. */
import type { Call, Environment, JsonObject, Operation } from '../event.ts';
import type { ConsentModeType } from '../consent/consent-mode.ts';
import type { GppSectionName } from '../consent/gpp-sections.ts';
import type { CustomDetector } from '../detect/custom/custom-detector.ts';
import type { FindingKind } from '../detect/detector.ts';
import type { CohortRule } from '../aggregate/cohorts.ts';
import type { Ladder } from '../aggregate/ladder.ts';
import type { EpochPolicy } from '../protect/epoch.ts';
import type { TakenType } from '../protect/transform.ts';
import type { LegalBasis, Use } from './taxonomy/uses.ts';
import type { Tier } from './taxonomy/tier.ts';
import type { FINDING_ACTIONS, IDENTITIES, MODES } from './written.ts';

export type Mode = (typeof MODES)[number];
export type FindingAction = (typeof FINDING_ACTIONS)[number];
export type Identity = (typeof IDENTITIES)[number];

export interface Enforcement {
  readonly unplannedEvent: Mode;
  readonly unplannedField: Mode;
  readonly invalidField: Mode;
  readonly expired: Mode;
}

export interface BoundTransform {
  readonly name: string;
  readonly params: unknown;
}

/**
 * What becomes of text that people type. `keep`: what is found in it is reported and stays, secrets excepted. `scan`: what is
 * found is acted on. `truncate`: as `scan`, and then only the first characters are kept. `drop`: nothing leaves.
 */
export type FreeText =
  | { readonly kind: 'keep' | 'scan' | 'drop' }
  /** `length` in UTF-16 code units. */
  | { readonly kind: 'truncate'; readonly length: number };

/** One node of a planned object. */
export interface FieldSpec {
  /** Key in the parent object; empty for the root and for array items. */
  readonly key: string;
  /** Planned key names from the root, `items[].sku`; empty for the root. */
  readonly path: string;
  readonly type: TakenType;
  /** Plain JSON Schema of this node, without annotations and references. */
  readonly schema: JsonObject;
  /** For people; null where nothing is written. */
  readonly description: string | null;
  readonly deprecated: boolean;
  readonly categories: readonly string[];
  /** False where nothing was written: such a field never leaves in production. */
  readonly declared: boolean;
  readonly tier: Tier;
  /** Whether the plan calls it a special category of personal data (GDPR Art. 9 and 10), whatever its tier. */
  readonly isSpecial: boolean;
  /** How detection treats it: `skip` where the schema leaves no room for a finding. */
  readonly scan: 'skip' | 'text' | 'number';
  /** Kinds of finding that the field's own category declares, so they are no leak. */
  readonly expected: ReadonlySet<FindingKind>;
  readonly onFinding: FindingAction | null;
  /** Null where nobody types. */
  readonly freeText: FreeText | null;
  /** Vendor name or `*` → transform. */
  readonly transforms: ReadonlyMap<string, BoundTransform>;
  readonly children: readonly FieldSpec[];
  readonly items: FieldSpec | null;
}

export interface Purpose {
  readonly use: Use;
  readonly basis: LegalBasis;
  /** Category of `context.consent.categoryPreferences`; null for none. */
  readonly category: string | null;
  readonly signals: PurposeSignals;
}

/** The other signals that a purpose names; null where it names none and the signal's own table holds. */
export interface PurposeSignals {
  /** IAB purposes, 1 to 24; all of them must be granted. */
  readonly tcf: readonly number[] | null;
  readonly gpp: readonly GppSectionName[] | null;
  readonly gcm: readonly ConsentModeType[] | null;
  /** Whether all signals that are named must grant, or one of them where the others are not there. */
  readonly require: 'all' | 'any';
  /** What holds where none of them is there. */
  readonly unasked: 'denied' | 'granted';
}

/** What holds of consent for all purposes. */
export interface ConsentRules {
  /** Uses that Global Privacy Control denies, with all below them. */
  readonly gpcDeniedUses: readonly Use[];
  /** How long a TC string is good after its last change; milliseconds. */
  readonly tcfAgeMaxMs: number;
}

export interface VendorSpec {
  readonly name: string;
  readonly kind: string;
  readonly ceiling: Tier;
  /** Null: any use. */
  readonly uses: readonly Use[] | null;
  readonly timeStepMs: number;
  /** Property that tells the sampling rate of an event; null: it is not told. */
  readonly sampleRateAs: string | null;
  readonly pseudonyms: EpochPolicy;
  readonly retention: string | null;
  readonly region: string | null;
  readonly role: string;
  /** Null: tuples pass whoever had them. */
  readonly kGate: KGate | null;
}

/** What must hold of the quasi-identifiers together before the vendor may learn them. */
export interface KGate extends CohortRule {
  /** From the root, `context.locale` or `properties.plan`; the last one becomes broader first. */
  readonly quasiIdentifiers: readonly string[];
  /** Path → ladder; a path without one goes to `*` in one step. */
  readonly ladders: ReadonlyMap<string, Ladder>;
  /** Path of the field whose values must differ within a tuple; null where none is named. */
  readonly sensitive: string | null;
}

/** Which fields of an object each vendor may have; null stands for all that its ceiling allows. */
export type VendorFields = ReadonlyMap<string, readonly string[] | null>;

export interface EventSpec {
  readonly id: string;
  readonly file: string;
  readonly version: string;
  readonly description: string;
  readonly call: Call;
  /** Null: every name of this call. */
  readonly name: string | null;
  readonly aliases: readonly string[];
  readonly operations: readonly Operation[];
  readonly status: 'draft' | 'active' | 'deprecated' | 'retired';
  /** First moment at which it is expired, milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
  readonly sources: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly identities: readonly Identity[];
  readonly vendors: VendorFields;
  readonly enforcement: Partial<Omit<Enforcement, 'unplannedEvent'>>;
  readonly sample: number;
  readonly fields: FieldSpec;
  /** With their places in the file, because they are checked only when the plan is compiled. */
  readonly examples: readonly {
    readonly value: JsonObject;
    readonly line: number;
    readonly column: number;
  }[];
}

/** What becomes of events that the plan says to quarantine. */
export interface Quarantine {
  /** Recipient group that they are sealed to; null where none is named and nothing may be quarantined. */
  readonly to: string | null;
  /** How long they are kept; an ISO 8601 duration. */
  readonly retention: string;
}

export interface Plan {
  readonly id: string;
  readonly enforcement: Readonly<Record<Environment, Enforcement>>;
  /** Largest share of subjects that may meet this plan in production before all do; 1 where nothing is said. */
  readonly canaryMax: number;
  readonly consent: ConsentRules;
  readonly detection: Readonly<Record<'personal' | 'secret' | 'long-text', FindingAction>>;
  /** The plan's own, and how many characters of a text they read. */
  readonly detectors: readonly CustomDetector[];
  readonly detectorsLengthMax: number;
  /** Null where the plan says nothing of it. */
  readonly quarantine: Quarantine | null;
  readonly vendors: ReadonlyMap<string, VendorSpec>;
  readonly context: { readonly fields: FieldSpec; readonly vendors: VendorFields } | null;
  readonly events: readonly EventSpec[];
}
