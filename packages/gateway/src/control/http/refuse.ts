/** How the control plane says no: thrown once, anywhere below a route, and turned into problem details once. */
import { REFUSALS, typeOfRefusal } from '@headgate/api';
import type { Problem, RefusalName } from '@headgate/api';
import type { Issue } from '@headgate/core';

/** Ends a request with a row of the refusal table. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: RefusalName;
  readonly issues: readonly Issue[] | null;

  constructor(refusal: RefusalName, issues: readonly Issue[] | null = null) {
    super(REFUSALS[refusal].meaning);
    this.refusal = refusal;
    this.issues = issues;
  }
}

/** Problem details of a refusal (RFC 9457 §3). */
export function problemOf(refusal: RefusalName, issues: readonly Issue[] | null = null): Problem {
  const { status, meaning } = REFUSALS[refusal];
  return {
    type: typeOfRefusal(refusal),
    title: meaning,
    status,
    refusal,
    ...(issues === null ? {} : { issues: [...issues] }),
  };
}
