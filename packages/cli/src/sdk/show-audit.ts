/** An audit of SDKs for people and for scripts. */
import { countLevels } from '../findings/report.ts';
import type { FindingReport } from '../findings/report.ts';
import { SDKS } from '@headgate/core';
import { printable } from '../print.ts';
import type { Print } from '../print.ts';
import type { AuditedSdk, SdkAudit } from './audit-sdks.ts';
import type { FoundScript } from './find-scripts.ts';
import { ofScript } from './to-findings.ts';

const HOWS = {
  installed: 'installed',
  locked: 'not installed, by the lock file or manifest',
  bundled: 'in a bundle',
  script: 'loaded into a page',
} as const satisfies Readonly<Record<AuditedSdk['how'], string>>;
const MARKS = { open: '✘', unknown: '?', closed: '✔' } as const;
const STYLES = { open: 'red', unknown: 'yellow', closed: 'green' } as const;

export function showAudit(print: Print, audit: SdkAudit): void {
  for (const [at, sdk] of audit.sdks.entries()) {
    if (at > 0) print.data('');
    showSdk(print, sdk);
  }
  if (audit.scripts.length > 0) print.data(`\n${print.style('bold', 'Scripts from elsewhere')}`);
  for (const script of audit.scripts) showScript(print, script);
  if (audit.others.length > 0) print.data(`\n${print.style('bold', 'Not read: no extractor knows them')}`);
  for (const { name, file, line } of audit.others) print.data(`${printable(`${file}:${line}`)} ${name}`);
}

function showScript(print: Print, script: FoundScript): void {
  const { ruleId, level, message, mend, path, line } = ofScript(script);
  const mark =
    level === 'violation' ? print.style(STYLES.open, MARKS.open) : print.style('green', MARKS.closed);
  print.data(`${mark} ${ruleId}  ${printable(`${path}:${line}`)}`);
  print.data(`    ${message}`);
  print.data(`    → ${mend}`);
}

function showSdk(print: Print, sdk: AuditedSdk): void {
  const { package: name, version, place, how, certainty, unread, risks } = sdk;
  const sure = certainty === undefined ? '' : `, ${certainty}`;
  const title = print.style('bold', `${name} ${version ?? '(version unknown)'}`);
  print.data(`${title}  ${HOWS[how]}${sure}  ${printable(`${place.file}:${place.line}`)}`);
  for (const { rule, default: found, state, at, isReopenable } of risks) {
    const where = at === null ? '' : `  ${printable(`${at.file}:${at.line}`)}`;
    const again = isReopenable ? ', but the remote configuration can open it again' : '';
    const value = `${found.option}: ${found.value}`;
    print.data(
      `${print.style(STYLES[state], MARKS[state])} ${rule.risk}  ${value}  ${state}${again}${where}`,
    );
    // What a bundle holds is mostly installed as well, and told there at length.
    if (state === 'closed' || how === 'bundled') continue;
    print.data(`    ${rule.why}`);
    if (rule.channel !== undefined) print.data(`    asks ${rule.channel}`);
    print.data(`    → ${rule.line}`);
  }
  if (unread.length > 0)
    print.data(`? unknown: ${unread.includes('*') ? 'all defaults' : unread.join(', ')}`);
  const hosts = hostsOf(sdk);
  if (hosts.length > 0) print.data(`talks to ${hosts.join(', ')}`);
}

/** Hosts in the defaults, and those of the catalogue’s side channels and of the rules that hold. */
function hostsOf({ package: name, defaults, risks }: AuditedSdk): readonly string[] {
  const asked = SDKS.find((entry) => entry.package === name)?.sideChannels.map(({ asks }) => asks) ?? [];
  const channels = risks.flatMap(({ rule }) => rule.channel ?? []);
  const texts = [...defaults.map(({ value }) => value), ...asked, ...channels];
  const hosts = texts.flatMap((text) =>
    [...text.matchAll(/https?:\/\/([a-z0-9.-]+)/g)].map(([, host = '']) => host),
  );
  return [...new Set(hosts)].filter((host) => host.includes('.')).toSorted();
}

/** The whole of it, for scripts. */
export function auditJson(audit: SdkAudit, report: FindingReport): unknown {
  return {
    schemaVersion: 1,
    command: report.command,
    version: report.version,
    failOn: report.failOn,
    counts: countLevels(report.findings),
    sdks: audit.sdks.map((sdk) => ({
      package: sdk.package,
      version: sdk.version,
      how: sdk.how,
      certainty: sdk.certainty,
      file: sdk.place.file,
      line: sdk.place.line,
      hosts: hostsOf(sdk),
      defaults: sdk.defaults,
      unknown: sdk.unread,
      risks: sdk.risks.map(({ rule, default: found, state, at, isReopenable }) => ({
        rule: rule.risk,
        level: rule.level,
        option: found.option,
        value: found.value,
        state,
        isReopenable,
        file: at?.file ?? null,
        line: at?.line ?? null,
        why: rule.why,
        source: rule.source,
        channel: rule.channel ?? null,
        closing: rule.line,
      })),
    })),
    scripts: audit.scripts,
    others: audit.others.map(({ name, file, line }) => ({ package: name, file, line })),
    skipped: audit.skipped,
    findings: report.findings,
  };
}
