/** The formats of files that hold records, the stricter ones first. */
import { csv } from './csv.ts';
import type { Format, Head } from './format.ts';
import { jsonDocument } from './json-document.ts';
import { jsonl } from './jsonl.ts';
import { snowplow } from './snowplow.ts';

const FORMATS: readonly Format[] = [jsonl, jsonDocument, snowplow, csv];

/** The format that the beginning of a source shows; null where it is none of them. */
export function recogniseFormat(head: Head): Format | null {
  return FORMATS.find((format) => format.recognise(head)) ?? null;
}

export function formatOf(id: string): Format {
  const format = FORMATS.find((each) => each.id === id);
  if (format === undefined) throw new Error(`no format is named ${id}`);
  return format;
}
