import { RULE_KINDS } from '@headgate/core';
import { xmlText } from '../../xml-text.ts';
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
    `<testsuites name="${xmlText(`headgate ${report.command}`)}" ${totals(report.findings.length, failures)}>`,
    ...suites,
    '</testsuites>',
  ].join('\n');
}

function suiteOf(kind: string, report: FindingReport): string {
  const findings = report.findings.filter((finding) => finding.kind === kind);
  const failures = findings.filter((finding) => isFailing(finding, report)).length;
  return [
    `  <testsuite name="${xmlText(kind)}" ${totals(findings.length, failures)}>`,
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
    ? `<failure type="${xmlText(ruleId)}" message="${xmlText(message)}">${xmlText(text)}</failure>`
    : `<system-out>${xmlText(text)}</system-out>`;
  const name = `name="${xmlText(`${ruleId} ${place}`)}" classname="${xmlText(path)}" file="${xmlText(path)}"`;
  return `    <testcase ${name} line="${Math.max(1, line)}">${body}</testcase>`;
}
