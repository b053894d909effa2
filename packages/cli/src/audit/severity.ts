/** How grave a finding is, by its kind alone. */
import { FINDING_KINDS } from '@headgate/core/inspect';
import type { FindingClass, FindingKind } from '@headgate/core';

/** The gravest first. */
export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

const OF_CLASS: Readonly<Record<FindingClass, Severity>> = {
  secret: 'high',
  personal: 'high',
  'long-text': 'low',
};
/** Personal, and in nearly all telemetry by design. */
const MEDIUM: ReadonlySet<FindingKind> = new Set(['ip', 'url_value', 'os_user', 'mac']);

export function severityOf(kind: FindingKind): Severity {
  return MEDIUM.has(kind) ? 'medium' : OF_CLASS[FINDING_KINDS[kind]];
}
