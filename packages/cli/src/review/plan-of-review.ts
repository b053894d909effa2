import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context, Given } from '../command.ts';
import { readGoverned } from './read-governed.ts';
import type { Governed } from './read-governed.ts';
import type { ReviewFile } from './review-file.ts';

/** The plan that a record speaks of: the one beside whose `reviews/` it lies, unless `--plan` names another. */
export function readPlanOfReview(context: Context, given: Given, { path }: ReviewFile): Promise<Governed> {
  const beside = join(dirname(dirname(path)), 'plan.yaml');
  return readGoverned(context, given, existsSync(beside) ? { usual: beside } : {});
}
