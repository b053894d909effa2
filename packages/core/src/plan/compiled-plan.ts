/** The plan as run: every lookup that does not depend on the event is done. Made by `compilePlan`, used by `decide`. */
import type {
  CleanEvent,
  Environment,
  FieldSet,
  JsonObject,
  Operation,
  ReceivedEvent,
  ValidEvent,
} from '../event.ts';
import type { Finding, FindingKind } from '../detect/detector.ts';
import type { Identified } from '../protect/identify.ts';
import type { EventSealing, RunningSealing } from '../protect/seal-event.ts';
import type { Outcome, QuarantineCause } from '../outcome.ts';
import type { ConsentSignal, Denial } from '../consent/reading.ts';
import type { Mode } from './plan.ts';
import type { Use } from './taxonomy/uses.ts';

/** What the plan changed beyond its fixed transforms. `path` names planned keys only. */
export type Remark = Violated | Cleaned | Cut | ConsentRemark;

export interface Violated {
  readonly rule: 'unplanned-field' | 'invalid-field' | 'expired';
  /** Empty for unplanned fields, whose names may themselves be personal. */
  readonly path: string;
  readonly action: 'observed' | 'stripped' | 'withheld';
}

/** One value that something was found in. For people of the organisation: no vendor is told. */
interface Cleaned {
  readonly rule: 'finding';
  readonly path: string;
  readonly action: 'observed' | 'redacted' | 'dropped-field' | 'withheld';
  /** Of what was found, the kind that decided the action. */
  readonly kind: FindingKind;
  /** Length of the value as it came and as it was left, in UTF-16 code units; 0 where nothing is left. */
  readonly before: number;
  readonly after: number;
}

/** Text that somebody typed, cut or left out. Lengths as in `Cleaned`; before a cut is after what was found is redacted. */
interface Cut {
  readonly rule: 'free-text';
  readonly path: string;
  readonly action: 'truncated' | 'dropped-field';
  readonly before: number;
  readonly after: number;
}

/** A purpose that is not allowed, and the signal that says so; never what the signal held. */
export interface ConsentRemark {
  readonly rule: 'consent';
  /** The data use. */
  readonly path: Use;
  readonly action: 'withheld';
  readonly signal: ConsentSignal;
  readonly reading: Denial;
}

/** A stage's answer: go on with `kept`, or the event ends here for every vendor, dropped or sealed for review. */
export type Verdict<T> =
  | { readonly kind: 'keep'; readonly kept: T; readonly remarks: readonly Remark[] }
  | {
      readonly kind: 'drop' | 'hold';
      readonly outcome: QuarantineCause;
      readonly remarks: readonly Remark[];
    };

export interface Detected {
  readonly properties: JsonObject;
  readonly context: JsonObject;
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
  /** What the plan says must become of the whole event because of a finding; null where it goes on. */
  readonly withheld: 'block' | 'quarantine' | null;
}

export interface CompiledVendor {
  readonly vendor: string;
  /** Uses the vendor serves; null for any. */
  readonly uses: readonly Use[] | null;
  /** By operation: the fixed answer where the plan or the wire of the vendor has no place for the event. */
  readonly never: Readonly<Partial<Record<Operation, Outcome>>>;
  /** `sealing` is null where no field of the event is sealed. */
  readonly protect: (
    event: ValidEvent,
    detected: Detected,
    identified: Identified,
    sealing: EventSealing | null,
  ) => CleanEvent;
}

/** The uses that remain, and why each of the others does not. */
export interface Consented {
  readonly uses: readonly Use[];
  readonly remarks: readonly ConsentRemark[];
}

export interface CompiledEvent {
  readonly id: string;
  /** Which of its purposes are allowed. */
  readonly consent: (event: ReceivedEvent) => Consented;
  readonly validate: (event: ReceivedEvent) => Verdict<ValidEvent>;
  readonly detect: (event: ValidEvent) => Detected;
  /** Whether the event is in the sample: by its subject, or by its message id where it is about nobody. */
  readonly samples: (subject: string, messageId: string) => boolean;
  /** Begins to seal fields of the event; null where the plan seals none. */
  readonly seal: ((event: ReceivedEvent, identified: Identified) => RunningSealing) | null;
  readonly vendors: readonly CompiledVendor[];
}

export interface CompiledPlan {
  /** Digest of the plan as read. */
  readonly id: string;
  readonly environment: Environment;
  readonly vendors: readonly string[];
  readonly unplannedEvent: Mode;
  /** The group that quarantined events are sealed to; null where nothing is quarantined. */
  readonly quarantineTo: string | null;
  readonly find: (event: ReceivedEvent) => CompiledEvent | undefined;
  /** Subject and tokens of the event's identifiers, for all vendors at once. */
  readonly identify: (event: ReceivedEvent) => Identified;
  readonly fieldSet: (id: string) => FieldSet | undefined;
}
