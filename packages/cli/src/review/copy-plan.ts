/** A plan's directory, with what lies beside it, put in the place of another one. */
import { LOCK_FILE } from '@headgate/core';
import { CANDIDATE_DIRECTORY, REVIEWERS_FILE, REVIEWS_DIRECTORY } from '@headgate/gateway';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** All that belongs to a plan; other files of its directory stay where they are. */
const PARTS = ['plan.yaml', 'events', LOCK_FILE, REVIEWERS_FILE, REVIEWS_DIRECTORY];

/**
 * Copies the plan to a directory beside the target, and then renames each part into its place. What was there lies in
 * `<target>/.before-promotion` until the next time. A gateway reads a plan only at its start and when it is told to, and
 * refuses a mixture, whose lock fits nothing.
 */
export function copyPlan(planFile: string, target: string): void {
  const incoming = join(target, '.promotion');
  const before = join(target, '.before-promotion');
  rmSync(before, { recursive: true, force: true });
  mkdirSync(before, { recursive: true });
  copyParts(planFile, incoming);
  for (const part of PARTS) {
    if (existsSync(join(target, part))) renameSync(join(target, part), join(before, part));
    if (existsSync(join(incoming, part))) renameSync(join(incoming, part), join(target, part));
  }
  rmSync(incoming, { recursive: true });
  // Nothing was there before a first promotion.
  if (readdirSync(before).length === 0) rmSync(before, { recursive: true });
}

/**
 * Copies the plan to where a gateway looks for a candidate beside the plan of the target. A gateway that reads between the two
 * renames finds no candidate, and refuses.
 */
export function copyCandidate(planFile: string, target: string): void {
  const incoming = join(target, '.promotion');
  const place = join(target, CANDIDATE_DIRECTORY);
  copyParts(planFile, incoming);
  rmSync(place, { recursive: true, force: true });
  renameSync(incoming, place);
}

/** The directory then holds the parts alone. */
function copyParts(planFile: string, to: string): void {
  const source = dirname(planFile);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const part of PARTS) {
    if (existsSync(join(source, part))) cpSync(join(source, part), join(to, part), { recursive: true });
  }
}
