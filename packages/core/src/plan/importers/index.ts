/** The formats that plans are imported from, one file each. */
import { avo } from './avo.ts';
import { ga4 } from './ga4.ts';
import { glean } from './glean.ts';
import { iglu } from './iglu.ts';
import type { Importer } from './imported.ts';
import { otel } from './otel.ts';
import { rudderstack } from './rudderstack.ts';
import { segment } from './segment.ts';
import { wikimedia } from './wikimedia.ts';

export const IMPORTERS = {
  avo,
  ga4,
  glean,
  iglu,
  otel,
  rudderstack,
  segment,
  wikimedia,
} as const satisfies Readonly<Record<string, Importer>>;
