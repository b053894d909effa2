/**
 * The last plan that was admitted with all its signatures, as files, in one JSON file of the data directory. It is the base of
 * the next change, and what is in force when a plan is refused. Written beside, made durable and renamed, so it is whole or
 * the one before; a file that cannot be read stops the gateway rather than let a base be forgotten.
 */
import type { PlanFile } from '@headgate/core';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../write-whole.ts';

const file = z.strictObject({ path: z.string(), text: z.string() });
const stored = z.strictObject({
  version: z.literal(1),
  root: z.string(),
  plan: file,
  events: z.array(file),
  reviewers: z.string().nullable(),
  /** Milliseconds since 1970. */
  at: z.number(),
});

export interface AcceptedFiles {
  readonly root: string;
  readonly plan: PlanFile;
  readonly events: readonly PlanFile[];
  /** Text of the reviewers' file. */
  readonly reviewers: string | null;
  readonly at: number;
}

/** Null where no plan was ever admitted. Rejects where the file is not what this module writes. */
export async function readAccepted(path: string): Promise<AcceptedFiles | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = stored.safeParse(parseJson(text));
  if (!parsed.success) throw new Error('It is not what the gateway writes. Restore it from a backup');
  return parsed.data;
}

/** Resolves when durable. */
export async function writeAccepted(path: string, accepted: AcceptedFiles): Promise<void> {
  const { root, plan, events, reviewers, at } = accepted;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeWhole(path, JSON.stringify({ version: 1, root, plan, events, reviewers, at }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
