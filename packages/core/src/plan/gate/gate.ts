/** What the gate is told, and what it says: one answer for each condition. */
import type { PlanFinding } from '../../finding.ts';
import type { Change } from '../diff/change.ts';
import type { Reviewed } from '../lock/admit-plan.ts';
import type { Judgement } from '../lock/judge-reviews.ts';

/** What a gateway of the environment that the plan comes from tells. */
export interface Soak {
  /** Whether it serves these very files. */
  readonly servesThis: boolean;
  /** Since when, milliseconds since 1970. */
  readonly since: number;
  /** Events accepted there since then. */
  readonly accepted: number;
  /** Of those, how many broke the plan. */
  readonly violations: number;
  /** By id of the planned event; what is missing was not seen. */
  readonly events: ReadonlyMap<string, SeenEvent>;
}

/** What one event came to since its plan was put in force. */
export interface SeenEvent {
  readonly events: number;
  readonly violations: number;
  /** Milliseconds since 1970. */
  readonly first: number;
}

/** Which events were seen lately, and where that was asked. */
export interface UseEvidence {
  readonly where: 'production' | GateFacts['from'];
  readonly days: number;
  readonly seen: ReadonlySet<string>;
}

/** A canary of this very plan, as the gateway of production tells. */
export interface RunningCanary {
  /** Of subjects that meet it. */
  readonly share: number;
  readonly seen: Soak;
  /** What came to the plan in force in the same gateway, since its own counts began. */
  readonly beside: Pick<Soak, 'accepted' | 'violations'>;
}

export interface GateFacts {
  readonly from: 'development' | 'staging';
  readonly before: Reviewed | null;
  readonly after: Reviewed;
  /** Of the lint, less what the plan excuses. */
  readonly findings: readonly PlanFinding[];
  readonly changes: readonly Change[];
  /** Null where the plan is not the one that is locked, or the lock changes another plan. */
  readonly judgement: Judgement | null;
  /** Null where no gateway was asked. */
  readonly soak: Soak | null;
  /** Null where no gateway was asked. */
  readonly use: UseEvidence | null;
  /** Null where none runs, or it is not known. */
  readonly canary: RunningCanary | null;
  /** Share of subjects that are to meet it, at most 1. */
  readonly share: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface GateCheck {
  readonly id:
    | 'lint'
    | 'declared'
    | 'lock'
    | 'version'
    | 'reviews'
    | 'soak'
    | 'events'
    | 'violations'
    | 'each-event'
    | 'each-soak'
    | 'renewals'
    | 'canary'
    | 'canary-soak'
    | 'canary-events'
    | 'canary-violations';
  readonly passed: boolean;
  /** One sentence: what is so. */
  readonly message: string;
  /** What to do, and who can; empty where it passed. */
  readonly mend: string;
}

export function passed(id: GateCheck['id'], message: string): GateCheck {
  return { id, passed: true, message, mend: '' };
}

export function failed(id: GateCheck['id'], message: string, mend: string): GateCheck {
  return { id, passed: false, message, mend };
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
