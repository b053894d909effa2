/** Names of the formats in which findings are written, in the order in which they are offered. */
export const FINDING_FORMATS = [
  'human',
  'json',
  'jsonl',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'rdjson',
  'markdown',
  'agent',
] as const;
export type FindingFormat = (typeof FINDING_FORMATS)[number];

/** Null where there is no such format. */
export function findingFormat(name: string): FindingFormat | null {
  return FINDING_FORMATS.find((format) => format === name) ?? null;
}
