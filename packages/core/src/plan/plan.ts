/** The plan as understood: checked, references resolved, tiers derived. Still without keys, vendors' settings or code. */
import type { Call, Environment, JsonObject, Operation } from '../event.ts';
import type { CustomDetector } from '../detect/custom/custom-detector.ts';
import type { FindingKind } from '../detect/detector.ts';
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
  /** Consent category that must be granted; null where the basis is not consent. */
  readonly category: string | null;
}

export interface VendorSpec {
  readonly name: string;
  readonly kind: string;
  readonly ceiling: Tier;
  /** Null: any use. */
  readonly uses: readonly Use[] | null;
  readonly timeStepMs: number;
  readonly pseudonyms: EpochPolicy;
  readonly retention: string | null;
  readonly region: string | null;
  readonly role: string;
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

export interface Plan {
  readonly id: string;
  readonly enforcement: Readonly<Record<Environment, Enforcement>>;
  readonly gpcDeniedUses: readonly Use[];
  readonly detection: Readonly<Record<'personal' | 'secret' | 'long-text', FindingAction>>;
  /** The plan's own, and how many characters of a text they read. */
  readonly detectors: readonly CustomDetector[];
  readonly detectorsLengthMax: number;
  readonly vendors: ReadonlyMap<string, VendorSpec>;
  readonly context: { readonly fields: FieldSpec; readonly vendors: VendorFields } | null;
  readonly events: readonly EventSpec[];
}
