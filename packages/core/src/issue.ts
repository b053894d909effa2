/** What every parser of Headgate gives back: the value if there is one, and all issues found, never an exception. */
export interface Issue {
  /** Stable name of the rule, for example `unknown-category`. */
  readonly rule: string;
  readonly level: 'error' | 'warning';
  /** What was expected, what came in kind (never a value of an event), as one sentence. */
  readonly message: string;
  /** How to mend it, as one imperative sentence. */
  readonly mend: string;
  readonly file: string;
  /** 1-based; 0 when the issue concerns the whole file. */
  readonly line: number;
  readonly column: number;
}

export interface Checked<T> {
  /** Null when an error left nothing usable. */
  readonly value: T | null;
  readonly issues: readonly Issue[];
}

/** Whether any issue forbids the use of the value. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.level === 'error');
}

/** `file:line:column`, where an editor can jump to; the file alone where the issue concerns all of it. */
export function placeOf({ file, line, column }: Pick<Issue, 'file' | 'line' | 'column'>): string {
  return line === 0 ? file : `${file}:${line}:${column}`;
}

/** One line: `file:line:column level rule: message. mend`. */
export function formatIssue(issue: Issue): string {
  return `${placeOf(issue)} ${issue.level} ${issue.rule}: ${issue.message} ${issue.mend}`;
}
