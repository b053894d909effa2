/** A scan as SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code scanning. */
import { FINDING_KINDS } from '@headgate/core';
import { createHash } from 'node:crypto';
import { classOf } from './scan-text.ts';
import type { FileHit, TreeScan } from './scan-tree.ts';

const LEVELS = { secret: 'error', personal: 'warning', 'long-text': 'note' } as const;
const CLASS_WORDS = { secret: 'a secret', personal: 'personal data', 'long-text': 'long text' } as const;

/** The log as one JSON value, with one run. It holds no value that was found, not even as a hash. */
export function toSarif(scan: TreeScan, version: string): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Headgate', semanticVersion: version, rules: rules() } },
        automationDetails: { id: 'headgate/scan/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: scan.unread.length === 0 && !scan.stopped,
            toolExecutionNotifications: scan.unread.map(({ path, reason }) => ({
              level: 'warning',
              message: { text: `Not scanned: ${reason}.` },
              locations: [{ physicalLocation: { artifactLocation: locationOf(path) } }],
            })),
          },
        ],
        results: scan.hits.map(resultOf),
      },
    ],
  };
}

function rules(): readonly unknown[] {
  return Object.entries(FINDING_KINDS).map(([kind, findingClass]) => ({
    id: kind,
    shortDescription: { text: `${kind}: ${CLASS_WORDS[findingClass]} in a file` },
    defaultConfiguration: { level: LEVELS[findingClass] },
    properties: { tags: ['privacy', findingClass] },
  }));
}

function resultOf(hit: FileHit): unknown {
  const { kind, path, line, column, length } = hit;
  return {
    ruleId: kind,
    ruleIndex: Object.keys(FINDING_KINDS).indexOf(kind),
    level: LEVELS[classOf(hit)],
    message: { text: `Looks like ${kind} (${CLASS_WORDS[classOf(hit)]}), ${length} characters.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(path),
          region: { startLine: line, startColumn: column, endColumn: column + length },
        },
      },
    ],
    partialFingerprints: { 'headgateFinding/v1': fingerprintOf(hit) },
  };
}

/** Of rule, file and place in the order: a hash of the value could be guessed back. */
function fingerprintOf({ kind, path, ordinal }: FileHit): string {
  return createHash('sha256').update([kind, path, ordinal].join('\0')).digest('hex').slice(0, 32);
}

function locationOf(path: string): unknown {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
