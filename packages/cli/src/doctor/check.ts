/** One thing that `doctor` looked at. */
export interface Check {
  readonly name: string;
  /** `skipped` where it could not be looked at, or need not be. */
  readonly state: 'passed' | 'failed' | 'skipped';
  /** What was found, as a phrase. */
  readonly found: string;
  /** What to do; empty unless it failed. */
  readonly mend: string;
}

export function passed(name: string, found: string): Check {
  return { name, state: 'passed', found, mend: '' };
}

export function failed(name: string, found: string, mend: string): Check {
  return { name, state: 'failed', found, mend };
}

export function skipped(name: string, found: string): Check {
  return { name, state: 'skipped', found, mend: '' };
}
