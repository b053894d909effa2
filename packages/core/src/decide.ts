/** The way of one event through the plan in force: consent → validate → detect → protect per vendor → sample → route. */
import type { CleanEvent } from './event.ts';
import type { Finding } from './detect/detector.ts';
import type { Outcome } from './outcome.ts';

/** What the plan changed beyond its fixed transforms. `path` names planned keys only. */
export interface Remark {
  readonly rule: 'unplanned-field' | 'invalid-field' | 'finding' | 'expired';
  /** Empty for unplanned fields, whose names may themselves be personal. */
  readonly path: string;
  readonly action: 'observed' | 'stripped' | 'redacted' | 'dropped-field' | 'withheld';
}

export type VendorDecision =
  | { readonly kind: 'routed'; readonly vendor: string; readonly event: CleanEvent }
  | { readonly kind: 'ended'; readonly vendor: string; readonly outcome: Outcome };

/** What became of one event, once for each vendor of its environment. */
export interface Decision {
  /** Id of the planned event, or null. */
  readonly planned: string | null;
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
  readonly vendors: readonly VendorDecision[];
  /** Set when a stage threw: every vendor then ends as `internal`. */
  readonly cause: unknown;
}
