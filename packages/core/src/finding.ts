/** What every check of a plan tells, whatever writes it: one model, so that no format can say more or less than another. */

/** Gravest first. A violation is to be mended; an improvement would make the plan better; information is to be known. */
export const FINDING_LEVELS = ['violation', 'improvement', 'information'] as const;
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** What a rule is about. */
export const RULE_KINDS = ['language', 'reference', 'privacy', 'governance', 'naming', 'excuse'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** What is to be said of a rule wherever its findings are listed. */
export interface RuleFacts {
  /** Stable name, for example `unknown-category`. */
  readonly id: string;
  readonly level: FindingLevel;
  readonly kind: RuleKind;
  /** What it finds, as one sentence. */
  readonly what: string;
  /** Who must agree before it may stand; nobody in particular where absent. */
  readonly roles?: readonly string[];
}

export interface PlanFinding {
  readonly ruleId: string;
  readonly kind: RuleKind;
  readonly level: FindingLevel;
  /** What was expected and what came in kind, as one sentence; never the value of an event. */
  readonly message: string;
  /** How to mend it, as one imperative sentence. */
  readonly mend: string;
  /** Path of the file as it was given. */
  readonly path: string;
  /** 1-based; 0 when the finding concerns the whole file. */
  readonly line: number;
  readonly column: number;
  /** JSON Pointer (RFC 6901) into the file; empty for the file as a whole. */
  readonly jsonPointer: string;
  /** Of rule, file, pointer and order alone: it stays where lines move or the wording changes. */
  readonly fingerprint: string;
  readonly roles?: readonly string[];
  /** Which way personal data flows because of it; only where plans are compared. */
  readonly privacy?: 'widening' | 'narrowing' | 'neutral';
}
