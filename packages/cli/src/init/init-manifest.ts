/**
 * `.headgate-init.json`: what init wrote, with the SHA-256 of each file, so that undo removes that and nothing else. It is
 * written before the files are: after a crash it names files that are not there, never the other way round.
 */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../exit.ts';
import { MANIFEST_FILE } from './draft-files.ts';

/** What init writes, and so all that undo may ever remove: the manifest may come from a stranger. */
const WRITTEN_PATH =
  /^(?:headgate\.yaml|\.github\/workflows\/headgate\.yml|telemetry\/(?:plan\.yaml|schemas\/[a-z]{1,20}\.schema\.json|events\/[a-z0-9_]{1,80}\.yaml))$/;
const WRITTEN_DIRECTORY = /^(?:\.github(?:\/workflows)?|telemetry(?:\/(?:events|schemas))?)$/;
const BYTES_MAX = 1_000_000;

const writtenManifest = z.strictObject({
  schemaVersion: z.literal(1),
  files: z.record(z.string().regex(WRITTEN_PATH), z.string().regex(/^[0-9a-f]{64}$/)),
  /** Directories that init made. */
  directories: z.array(z.string().regex(WRITTEN_DIRECTORY)),
  /** What was appended to .gitignore. Null where it was left alone. */
  ignore: z.strictObject({ text: z.string().max(1000), madeFile: z.boolean() }).nullable(),
});
export type InitManifest = z.output<typeof writtenManifest>;

/** Null where there is none. Throws a `Failure` of exit `usage` where it is not what init writes. */
export function readInitManifest(root: string): InitManifest | null {
  const path = join(root, MANIFEST_FILE);
  const bytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (bytes === undefined) return null;
  const parsed = bytes > BYTES_MAX ? null : writtenManifest.safeParse(parse(readFileSync(path, 'utf8')));
  if (parsed?.success === true) return parsed.data;
  throw new Failure(
    'usage',
    `${MANIFEST_FILE} is not as init wrote it`,
    'Remove it, and what init wrote by hand.',
  );
}

export function writeInitManifest(root: string, manifest: InitManifest): void {
  writeFileSync(join(root, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}

export function removeInitManifest(root: string): void {
  rmSync(join(root, MANIFEST_FILE), { force: true });
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
