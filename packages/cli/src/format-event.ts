import type { ExplainAnswer, TappedEvent } from '@headgate/api';
import { FIELD_REASONS } from '@headgate/api';
import { CONSENT_SIGNALS, DENIALS } from '@headgate/core';
import { formatTable, printable } from './print.ts';
import { formatTime } from './words.ts';

type Facts = Pick<
  TappedEvent,
  | 'at'
  | 'event'
  | 'planned'
  | 'call'
  | 'operation'
  | 'protocol'
  | 'source'
  | 'environment'
  | 'findings'
  | 'remarks'
>;

/** One tapped event as a block of lines: what came, what was found in it, and what each vendor gets, masked. */
export function formatTapped(tapped: TappedEvent): string {
  const width = Math.max(...tapped.vendors.map(({ vendor }) => vendor.length), 0);
  const vendors = tapped.vendors.map(({ vendor, status, event }) => {
    const gets = event === null ? '' : `  ${printable(JSON.stringify(contentOf(event)))}`;
    return `  → ${printable(vendor).padEnd(width)}  ${status}${gets}`;
  });
  return [...factLines(tapped), ...vendors].join('\n');
}

/** One event explained: what came, then a table for each vendor of every planned field, its form and why. */
export function formatExplained(explained: ExplainAnswer): string {
  const stale = 'Another plan is in force by now, so only the fields that were sent are listed.';
  const vendors = explained.vendors.flatMap(({ vendor, status, fields }) => [
    '',
    `${printable(vendor)}: ${status}`,
    ...(fields.length === 0 ? [] : [fieldTable(fields)]),
  ]);
  const lines = [...factLines(explained), `  plan ${explained.plan.slice(0, 12)}`, ...vendors];
  return (explained.planInForce ? lines : [...lines, '', stale]).join('\n');
}

function factLines(facts: Facts): string[] {
  const planned = facts.planned === null ? '(unplanned)' : printable(facts.planned);
  const call = facts.operation === 'set' ? facts.call : `${facts.call}/${facts.operation}`;
  const from = `${printable(facts.source)} ${facts.environment} ${printable(facts.protocol)}`;
  return [
    `${formatTime(facts.at)}  ${planned}  ${call}  ${from}  ${printable(facts.event)}`,
    ...facts.findings.map(({ kind, detector, version, confidence, path, length }) => {
      const by = `${printable(detector)} v${version}, ${confidence} confidence`;
      return `  found ${kind} in ${printable(path)}, ${length} characters (${by})`;
    }),
    ...facts.remarks.map(remarkLine),
  ];
}

function remarkLine(remark: Facts['remarks'][number]): string {
  if (remark.rule === 'consent') {
    const { signal, reading } = remark;
    return `  no consent for ${printable(remark.path)}: ${DENIALS[reading]} (${signal}, ${CONSENT_SIGNALS[signal]})`;
  }
  const { rule, path, action } = remark;
  const line = `  ${rule}${path === '' ? '' : ` at ${printable(path)}`}: ${action}`;
  if (!('before' in remark)) return line;
  const kind = remark.rule === 'finding' ? ` for ${remark.kind}` : '';
  return `${line}${kind}, ${remark.before} → ${remark.after} characters`;
}

function contentOf(event: NonNullable<TappedEvent['vendors'][number]['event']>): object {
  const { userId, anonymousId, properties, context } = event;
  return { userId, anonymousId, properties, context };
}

function fieldTable(fields: ExplainAnswer['vendors'][number]['fields']): string {
  const rows = fields.map((field) => [
    `  ${printable(field.path)}`,
    field.form ?? 'not sent',
    field.transform ?? '–',
    String(field.tier),
    FIELD_REASONS[field.reason] + (field.findings.length === 0 ? '' : ` (${field.findings.join(', ')})`),
  ]);
  return formatTable(['  FIELD', 'FORM', 'TRANSFORM', 'TIER', 'WHY'], rows);
}
