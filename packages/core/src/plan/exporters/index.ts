/** The formats that plans are exported to, one file each. */
import type { Exporter } from './exported.ts';
import { fideslang } from './fideslang.ts';
import { html } from './html.ts';
import { iglu } from './iglu.ts';
import { markdown } from './markdown.ts';
import { odcs } from './odcs.ts';
import { otel } from './otel.ts';

export const EXPORTERS = {
  fideslang,
  html,
  iglu,
  markdown,
  odcs,
  otel,
} as const satisfies Readonly<Record<string, Exporter>>;
