/**
 * The report as SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). An export has no
 * line in a repository, so each finding stands at the line of the plan that should have kept it out.
 */
import { FINDING_KINDS } from '@headgate/core';
import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatCount } from '../../words.ts';
import type { AnchorIn, PlanAnchor } from '../plan-anchor.ts';
import type { AuditReport, ReportGroup } from '../report.ts';
import type { Severity } from '../severity.ts';
import { severityOf } from '../severity.ts';
import { formatShare, linesOf, placeOf } from './words.ts';

const LEVELS: Readonly<Record<Severity, string>> = { high: 'error', medium: 'warning', low: 'note' };

const ADVICE: Readonly<Record<PlanAnchor['why'], string>> = {
  field: 'This planned field lets it in: narrow its schema, or say what is done on a finding.',
  'unplanned-field': 'No plan has this field: it should be stripped or rejected here.',
  'unplanned-event': 'No plan has this event: it should be rejected here.',
};

/** One run, as JSON. It holds no value that was found, not even as a hash. */
export function formatSarif(report: AuditReport, anchorIn: AnchorIn, version: string): string {
  const kinds = [...new Set(report.groups.map(({ kind }) => kind))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Headgate', semanticVersion: version, rules: kinds.map(ruleOf) } },
        automationDetails: { id: 'headgate/audit/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.isComplete,
            toolExecutionNotifications: notesOf(report),
          },
        ],
        results: report.groups.flatMap((group) =>
          anchorIn(group).map((anchor) => resultOf(group, anchor, kinds.indexOf(group.kind))),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(kind: ReportGroup['kind']): unknown {
  return {
    id: kind,
    shortDescription: { text: `${kind} in telemetry` },
    defaultConfiguration: { level: LEVELS[severityOf(kind)] },
    properties: { tags: ['privacy', FINDING_KINDS[kind]] },
  };
}

function notesOf({ unread, unreadMore, isInterrupted }: AuditReport): readonly unknown[] {
  const texts = unread.map((each) =>
    [each.file, linesOf(each), `not read: it ${each.meaning}.`].filter((part) => part !== '').join(', '),
  );
  if (unreadMore > 0) texts.push(`${formatCount(unreadMore)} stretches more were not read.`);
  if (isInterrupted) texts.push('The audit was stopped before the end.');
  return texts.map((text) => ({ level: 'error', message: { text } }));
}

function resultOf(group: ReportGroup, anchor: PlanAnchor, ruleIndex: number): unknown {
  const { kind, severity, cause, events, share, isNew } = group;
  const facts = `${kind} at ${placeOf(group)} in ${formatCount(events)} events (${formatShare(share)}). ${cause}.`;
  return {
    ruleId: kind,
    ruleIndex,
    level: LEVELS[severity],
    baselineState: isNew ? 'new' : 'unchanged',
    message: { text: `${facts} ${ADVICE[anchor.why]}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactOf(anchor.file),
          region: { startLine: Math.max(1, anchor.line), startColumn: Math.max(1, anchor.column) },
        },
      },
    ],
    partialFingerprints: { 'headgateFinding/v1': fingerprintOf(group, anchor) },
  };
}

/** Of what is shown anyway; lines move, so they are not in it. */
function fingerprintOf({ kind, path, where }: ReportGroup, { file, why }: PlanAnchor): string {
  return createHash('sha256').update([kind, where, path, file, why].join('\0')).digest('hex').slice(0, 32);
}

function artifactOf(file: string): unknown {
  if (isAbsolute(file)) return { uri: pathToFileURL(file).href };
  return { uri: file.split(/[/\\]/).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
