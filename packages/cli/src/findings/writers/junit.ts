import { RULE_KINDS } from '@headgate/core';
import { printable } from '../../print.ts';
import { isFailing } from '../report.ts';
import type { FindingReport, ReportedFinding } from '../report.ts';

/**
 * JUnit XML as CI servers read it (https://github.com/testmoapp/junitxml, 2026-11-27): a suite for each kind of
 * rule, a case for each finding. Cases fail that make the command fail; the others say what they are in `system-out`.
 */
export function formatJunit(report: FindingReport): string {
  const suites = RULE_KINDS.map((kind) => suiteOf(kind, report));
  const failures = report.findings.filter((finding) => isFailing(finding, report)).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escape(`headgate ${report.command}`)}" ${totals(report.findings.length, failures)}>`,
    ...suites,
    '</testsuites>',
  ].join('\n');
}

function suiteOf(kind: string, report: FindingReport): string {
  const findings = report.findings.filter((finding) => finding.kind === kind);
  const failures = findings.filter((finding) => isFailing(finding, report)).length;
  return [
    `  <testsuite name="${escape(kind)}" ${totals(findings.length, failures)}>`,
    ...findings.map((finding) => caseOf(finding, isFailing(finding, report))),
    '  </testsuite>',
  ].join('\n');
}

function totals(tests: number, failures: number): string {
  return `tests="${tests}" failures="${failures}" errors="0" skipped="0"`;
}

function caseOf(finding: ReportedFinding, fails: boolean): string {
  const { ruleId, level, path, line, column, message, mend } = finding;
  const place = `${path}:${line}:${column}`;
  const text = `${place} ${level} ${ruleId}: ${message} ${mend}`;
  const body = fails
    ? `<failure type="${escape(ruleId)}" message="${escape(message)}">${escape(text)}</failure>`
    : `<system-out>${escape(text)}</system-out>`;
  const name = `name="${escape(`${ruleId} ${place}`)}" classname="${escape(path)}" file="${escape(path)}"`;
  return `    <testcase ${name} line="${Math.max(1, line)}">${body}</testcase>`;
}

/** Of what XML 1.0 cannot hold, `printable` leaves lone surrogates and two code points that are no characters. */
function escape(text: string): string {
  return printable(text)
    .replaceAll(/[\uD800-\uDFFF\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
