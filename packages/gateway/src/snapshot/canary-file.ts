/**
 * Which candidate runs as a canary, in one JSON file of the data directory, so that the same people meet it after a restart.
 * Written beside, made durable and renamed, so it is whole or the one before; a file that cannot be read stops the gateway rather
 * than let a canary be forgotten halfway.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../write-whole.ts';

/** Plans are named by the digest of their files, times are milliseconds since 1970. */
const running = z.strictObject({
  /** The candidate. */
  candidate: z.string(),
  /** The plan in force beside it, which decides for all others. */
  beside: z.string(),
  share: z.number().gt(0).lt(1),
  /** When the candidate was first met. */
  since: z.number(),
  /** When the share was set. */
  sharedAt: z.number(),
});
const stored = z.strictObject({ version: z.literal(1), canary: running.nullable() });

export type CanaryRecord = Readonly<z.infer<typeof running>>;

export interface CanaryFile {
  /** As it was when the file was opened; null where none ran. */
  readonly kept: CanaryRecord | null;
  /** Resolves when durable. The directory must be there. */
  readonly write: (record: CanaryRecord | null) => Promise<void>;
}

/** Reads it, if it is there. Rejects where it is not what this module writes. */
export async function openCanaryFile(path: string): Promise<CanaryFile> {
  return {
    kept: await readCanary(path),
    write: (canary) => writeWhole(path, JSON.stringify({ version: 1, canary })),
  };
}

async function readCanary(path: string): Promise<CanaryRecord | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = stored.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new Error('It is not what the gateway writes. Restore it, or remove it to end the canary');
  }
  return parsed.data.canary;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
