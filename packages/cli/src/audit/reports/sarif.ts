/**
 * The report as SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). An export has no
 * line in a repository, so each finding stands at the line of the plan that should have kept it out.
 */
import { FINDING_KINDS } from '@headgate/core/inspect';
import { createHash } from 'node:crypto';
import { toSarifLog } from '../../findings/sarif-log.ts';
import type { SarifNote, SarifResult } from '../../findings/sarif-log.ts';
import { formatCount } from '../../words.ts';
import type { AnchorIn, PlanAnchor } from '../plan-anchor.ts';
import type { AuditReport, ReportGroup } from '../report.ts';
import type { Severity } from '../severity.ts';
import { severityOf } from '../severity.ts';
import { formatShare, linesOf, placeOf } from './words.ts';

const LEVELS = { high: 'error', medium: 'warning', low: 'note' } as const satisfies Readonly<
  Record<Severity, string>
>;

const ADVICE: Readonly<Record<PlanAnchor['why'], string>> = {
  field: 'This planned field lets it in: narrow its schema, or say what is done on a finding.',
  'unplanned-field': 'No plan has this field: it should be stripped or rejected here.',
  'unplanned-event': 'No plan has this event: it should be rejected here.',
};

/** One run, as JSON. It holds no value that was found, not even as a hash. */
export function formatSarif(report: AuditReport, anchorIn: AnchorIn, version: string): string {
  const kinds = [...new Set(report.groups.map(({ kind }) => kind))].toSorted();
  const log = toSarifLog({
    category: 'audit',
    version,
    rules: kinds.map((kind) => ({
      id: kind,
      text: `${kind} in telemetry`,
      level: LEVELS[severityOf(kind)],
      tags: ['privacy', FINDING_KINDS[kind]],
    })),
    results: report.groups.flatMap((group) => anchorIn(group).map((anchor) => resultOf(group, anchor))),
    notes: notesOf(report),
    isWhole: report.isComplete,
  });
  return `${JSON.stringify(log, null, 2)}\n`;
}

function notesOf({ unread, unreadMore, isInterrupted }: AuditReport): readonly SarifNote[] {
  const texts = unread.map((each) =>
    [each.file, linesOf(each), `not read: it ${each.meaning}.`].filter((part) => part !== '').join(', '),
  );
  if (unreadMore > 0) texts.push(`${formatCount(unreadMore)} stretches more were not read.`);
  if (isInterrupted) texts.push('The audit was stopped before the end.');
  return texts.map((text) => ({ level: 'error', text }));
}

function resultOf(group: ReportGroup, anchor: PlanAnchor): SarifResult {
  const { kind, severity, cause, events, share, isNew } = group;
  const facts = `${kind} at ${placeOf(group)} in ${formatCount(events)} events (${formatShare(share)}). ${cause}.`;
  return {
    rule: kind,
    level: LEVELS[severity],
    text: `${facts} ${ADVICE[anchor.why]}`,
    path: anchor.file,
    line: anchor.line,
    column: anchor.column,
    fingerprint: fingerprintOf(group, anchor),
    isKnown: !isNew,
  };
}

/** Of what is shown anyway; lines move, so they are not in it. */
function fingerprintOf({ kind, path, where }: ReportGroup, { file, why }: PlanAnchor): string {
  return createHash('sha256').update([kind, where, path, file, why].join('\0')).digest('hex').slice(0, 32);
}
