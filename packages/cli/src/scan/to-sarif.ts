/** A scan as SARIF 2.1.0, for code scanning. It holds no value that was found, not even as a hash. */
import { FINDING_KINDS } from '@headgate/core';
import { createHash } from 'node:crypto';
import { toSarifLog } from '../findings/sarif-log.ts';
import { classOf } from './scan-text.ts';
import type { FileHit, TreeScan } from './scan-tree.ts';

const LEVELS = { secret: 'error', personal: 'warning', 'long-text': 'note' } as const;
const CLASS_WORDS = { secret: 'a secret', personal: 'personal data', 'long-text': 'long text' } as const;

/** The log as one JSON value, with one run. */
export function toSarif(scan: TreeScan, version: string): Readonly<Record<string, unknown>> {
  return toSarifLog({
    category: 'scan',
    version,
    rules: Object.entries(FINDING_KINDS).map(([kind, findingClass]) => ({
      id: kind,
      text: `${kind}: ${CLASS_WORDS[findingClass]} in a file`,
      level: LEVELS[findingClass],
      tags: ['privacy', findingClass],
    })),
    results: scan.hits.map((hit) => ({
      rule: hit.kind,
      level: LEVELS[classOf(hit)],
      text: `Looks like ${hit.kind} (${CLASS_WORDS[classOf(hit)]}), ${hit.length} characters.`,
      path: hit.path,
      line: hit.line,
      column: hit.column,
      endColumn: hit.column + hit.length,
      fingerprint: fingerprintOf(hit),
    })),
    notes: scan.unread.map(({ path, reason }) => ({
      level: 'warning',
      text: `Not scanned: ${reason}.`,
      path,
    })),
    isWhole: scan.unread.length === 0 && !scan.stopped,
  });
}

/** Of rule, file and place in the order: a hash of the value could be guessed back. */
function fingerprintOf({ kind, path, ordinal }: FileHit): string {
  return createHash('sha256').update([kind, path, ordinal].join('\0')).digest('hex').slice(0, 32);
}
