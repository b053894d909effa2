/** What an audit found, as findings: the one model of all commands. */
import type { FindingLevel, PlanFinding } from '@headgate/core';
import { createHash } from 'node:crypto';
import type { ReportedFinding } from '../findings/report.ts';
import type { AuditedSdk, SdkAudit } from './audit-sdks.ts';
import type { FoundScript } from './find-scripts.ts';
import { UNKNOWN_DEFAULTS } from './risks/risk.ts';

/** Open risks, risks of which it is not known, defaults that could not be read, and scripts of vendors. Risks that are closed are none. */
export function toFindings({ sdks, scripts }: SdkAudit): readonly ReportedFinding[] {
  const found = [
    ...sdks.filter(({ how }) => how !== 'script').flatMap(ofSdk),
    ...sdks.filter(isUnread).map(unreadOf),
    ...scripts.map(ofScript),
  ];
  return [...new Map(found.map((each) => [each.fingerprint, each])).values()].toSorted(byPlace);
}

type Unsigned = Omit<ReportedFinding, 'fingerprint' | 'kind' | 'column' | 'jsonPointer' | 'isKnown'>;

function signed(finding: Unsigned, about: string, kind: PlanFinding['kind'] = 'privacy'): ReportedFinding {
  const digest = createHash('sha256').update([finding.ruleId, finding.path, about].join('\0'));
  const fingerprint = digest.digest('hex').slice(0, 32);
  return { ...finding, kind, column: 1, jsonPointer: '', fingerprint, isKnown: false };
}

function ofSdk({ package: name, version, risks, place }: AuditedSdk): readonly ReportedFinding[] {
  return risks.flatMap(({ rule, default: found, state, at }): readonly ReportedFinding[] => {
    if (state === 'closed') return [];
    const where = at === null ? place : at;
    const unknown = state === 'unknown' ? ` ${uncertainty(at === null)}` : '';
    const channel = rule.channel === undefined ? '' : ` It asks ${rule.channel}.`;
    const finding: Unsigned = {
      ruleId: rule.risk,
      level: state === 'unknown' ? lessened(rule.level) : rule.level,
      message: `${named(name, version)} has ${found.option}: ${found.value} by default. ${rule.why}${channel}${unknown}`,
      mend: `Write ${rule.line}`,
      path: where.file,
      line: where.line,
    };
    return [signed(finding, `${name} ${found.option}`)];
  });
}

function uncertainty(isUnseen: boolean): string {
  return isUnseen
    ? 'No call that sets it up was found, so whether the app changes it is not known.'
    : 'The call gives options that the source does not show here, so whether the app changes it is not known.';
}

/** What is not certain is to be looked at, but does not fail a build by default. */
function lessened(level: FindingLevel): FindingLevel {
  return level === 'violation' ? 'improvement' : level;
}

function isUnread({ unread, how }: AuditedSdk): boolean {
  return unread.length > 0 && how !== 'bundled';
}

function unreadOf({ package: name, version, unread, place, how }: AuditedSdk): ReportedFinding {
  const mends = {
    installed:
      'Compare the options with those of its documentation; a version that is read is named in docs/sdk-audit.md.',
    locked: 'Install the packages first (npm ci), then ask again.',
    bundled: '',
    script: 'Bring it in as a package, of one version, whose defaults can be read.',
  };
  const what = unread.includes('*') ? 'No default' : `Of ${unread.join(', ')} no default`;
  const finding: Unsigned = {
    ruleId: UNKNOWN_DEFAULTS.id,
    level: UNKNOWN_DEFAULTS.level,
    message: `${what} of ${named(name, version)} could be read; they are unknown.`,
    mend: mends[how],
    path: place.file,
    line: place.line,
  };
  return signed(finding, `${name} ${unread.join(' ')}`, UNKNOWN_DEFAULTS.kind);
}

/** What a script from elsewhere means for a page. */
export function ofScript(script: FoundScript): ReportedFinding {
  const { what, asks, version, hasIntegrity, file, line } = script;
  const isHeld = version !== null && hasIntegrity;
  const which = version === null ? 'of a version that its host chooses' : `of version ${version}`;
  const held = hasIntegrity ? '' : ', held to no digest';
  const finding: Unsigned = {
    ruleId: 'sdk-vendor-script',
    level: isHeld ? 'information' : 'violation',
    message: `${what} is loaded into the page ${which}${held}. It asks ${asks}.`,
    mend: isHeld ? 'Keep its digest with its version.' : mendOf(script),
    path: file,
    line,
  };
  return signed(finding, what);
}

function mendOf({ package: name }: FoundScript): string {
  return name === null
    ? 'Bring in what it loads as packages, which are reviewed with the app.'
    : 'Bring it in as a package, or name a version and its integrity.';
}

/** `posthog-js 1.449.2`, or the name alone. */
function named(name: string, version: string | null): string {
  return version === null ? name : `${name} ${version}`;
}

function byPlace(left: ReportedFinding, right: ReportedFinding): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.line - right.line;
}
