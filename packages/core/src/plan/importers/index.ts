/** The formats that plans are imported from, one file each. */
import type { Importer } from './imported.ts';
import { iglu } from './iglu.ts';
import { wikimedia } from './wikimedia.ts';

export const IMPORTERS = {
  iglu,
  wikimedia,
} as const satisfies Readonly<Record<string, Importer>>;

export type ImportFormat = keyof typeof IMPORTERS;
