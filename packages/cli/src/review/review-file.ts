/** One record of a review on disk. */
import { hasErrors, readYaml, writtenReview } from '@headgate/core';
import type { Review, ReviewDecision } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { Context } from '../command.ts';
import { Failure } from '../exit.ts';
import { writeWhole } from '../write-whole.ts';

export interface ReviewFile {
  readonly path: string;
  readonly text: string;
  readonly review: Review;
}

/** Reads the record at a path. Throws a `Failure` where it is none. */
export function readReviewFile(context: Context, named: string): ReviewFile {
  const path = resolve(context.directory, named);
  const text = textOf(path, named);
  const { value, issues } = readYaml(text, named, writtenReview);
  if (value !== null && !hasErrors(issues)) return { path, text, review: value };
  const [first] = issues;
  throw new Failure('usage', `${named} is no review: ${first?.message ?? ''}`, first?.mend ?? 'Mend it.');
}

/** Adds a decision at the end; comments and the form of the rest stay. */
export function addDecision({ path, text }: ReviewFile, decision: ReviewDecision): void {
  const document = parseDocument(text);
  if (document.get('decisions') === undefined) document.set('decisions', document.createNode([]));
  // An empty list is written in brackets, where a signature would not be readable.
  const decisions = document.get('decisions', true);
  if (decisions !== null && typeof decisions === 'object' && 'flow' in decisions) decisions.flow = false;
  document.addIn(['decisions'], document.createNode(decision));
  writeWhole(path, document.toString());
}

function textOf(path: string, named: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Failure('usage', `${named} cannot be read`, 'Begin a review: headgate review start.');
  }
}
