/** Writes the files of a drafted plan where none is yet. */
import type { DraftFile } from '@headgate/core';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../exit.ts';

/** Throws a `Failure` of exit `usage` where a plan is there already: nothing that a person wrote is overwritten. */
export function refuseToOverwrite(directory: string): void {
  const taken = ['plan.yaml', 'events'].find((name) => existsSync(join(directory, name)));
  if (taken === undefined) return;
  throw new Failure(
    'usage',
    `the directory has ${taken === 'events' ? 'an events directory' : 'a plan.yaml'} already`,
    'Name another directory with --out, and take over from there what you want.',
  );
}

/** Writes files into a directory; gives their paths. Each must be new. */
export function writeDraft(directory: string, files: readonly DraftFile[]): readonly string[] {
  return files.map(({ name, content }) => {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { flag: 'wx' });
    return path;
  });
}
