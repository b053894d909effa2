/** The lint of a plan's files, with all that parser and compiler say of them. */
import { lintPlan, readWrittenFiles, understandPlan } from '@headgate/core';
import type { Linted } from '@headgate/core';
import { createHash } from 'node:crypto';
import { issuesOf } from './check-plan.ts';
import type { PlanFiles } from './plan-files.ts';

/** Hexadecimal digits of a fingerprint. */
const DIGEST_LENGTH = 32;

/** `now` is in milliseconds since 1970. */
export function lintFiles(files: PlanFiles, now: number): Linted {
  const read = readWrittenFiles(files.plan, files.events);
  const parsed = understandPlan(read);
  return lintPlan({ files: read, plan: parsed.value }, issuesOf(parsed), { now, digest });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
}
