/** The labelled data, which is no part of the repository and is read where it lies. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../../shared/data/detection', import.meta.url));

/** The folder of the data: HEADGATE_DETECTION_DATA, or shared/data/detection beside the repository. Null where neither is. */
export function findData(): string | null {
  const folder = process.env['HEADGATE_DETECTION_DATA'] ?? BESIDE;
  return existsSync(join(folder, 'telebench_dev.jsonl')) ? folder : null;
}

export const DATA_MISSING = `The bench needs labelled events, and found none.
It reads the folder named by HEADGATE_DETECTION_DATA, else ${BESIDE}.
docs/detection/README.md says what files it reads.
`;

/** The rows of a file of JSON lines. What they are is known to who reads them. */
export function readRows(folder: string, file: string): readonly unknown[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as unknown);
}
