/**
 * One SARIF 2.1.0 log with one run (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for all
 * commands that offer it. What code scanning insists on is seen to here: each rule once, lines and columns from 1.
 */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';

type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifRule {
  readonly id: string;
  readonly text: string;
  readonly level: SarifLevel;
  readonly tags: readonly string[];
}

export interface SarifResult {
  /** Id of one of the rules. */
  readonly rule: string;
  readonly level: SarifLevel;
  readonly text: string;
  readonly path: string;
  /** 1-based; what is below 1 becomes 1. */
  readonly line: number;
  readonly column: number;
  /** Column after the last one; absent where only the beginning is known. */
  readonly endColumn?: number;
  /** Hexadecimal, stable where only lines move. */
  readonly fingerprint: string;
  /** It was there before: in a baseline. */
  readonly isKnown?: boolean;
}

export interface SarifNote {
  readonly level: 'error' | 'warning';
  readonly text: string;
  readonly path?: string;
}

export interface SarifSource {
  /** Names the command in the id of the run. */
  readonly category: string;
  readonly version: string;
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
  /** What could not be looked at, and where. */
  readonly notes: readonly SarifNote[];
  /** False where the run ended before its end, or something was missed. */
  readonly isWhole: boolean;
}

export function toSarifLog(source: SarifSource): Readonly<Record<string, unknown>> {
  const rules = [...new Map(source.rules.map((rule) => [rule.id, rule])).values()];
  const indices = new Map(rules.map(({ id }, at) => [id, at]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Headgate', semanticVersion: source.version, rules: rules.map(describeRule) },
        },
        automationDetails: { id: `headgate/${source.category}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: source.isWhole,
            toolExecutionNotifications: source.notes.map(describeNote),
          },
        ],
        results: source.results.map((result) => describeResult(result, indices)),
      },
    ],
  };
}

function describeNote({ level, text, path }: SarifNote): unknown {
  if (path === undefined) return { level, message: { text } };
  const locations = [{ physicalLocation: { artifactLocation: locationOf(path) } }];
  return { level, message: { text }, locations };
}

function describeRule({ id, text, level, tags }: SarifRule): unknown {
  return {
    id,
    shortDescription: { text },
    defaultConfiguration: { level },
    properties: { tags },
  };
}

function describeResult(result: SarifResult, indices: ReadonlyMap<string, number>): unknown {
  const { rule, level, text, path, line, column, endColumn, fingerprint, isKnown } = result;
  return {
    ruleId: rule,
    ruleIndex: indices.get(rule) ?? -1,
    level,
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(path),
          region: {
            startLine: Math.max(1, line),
            startColumn: Math.max(1, column),
            ...(endColumn !== undefined && { endColumn }),
          },
        },
      },
    ],
    partialFingerprints: { 'headgateFinding/v1': fingerprint },
    ...(isKnown !== undefined && { baselineState: isKnown ? 'unchanged' : 'new' }),
  };
}

/** A path below the directory of the run is one of the repository. */
function locationOf(path: string): unknown {
  if (isAbsolute(path)) return { uri: pathToFileURL(path).href };
  return { uri: path.split(/[/\\]/).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
