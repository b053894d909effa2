/**
 * The report as JUnit XML, by the elements of https://raw.githubusercontent.com/windyroad/JUnit-Schema/master/JUnit.xsd
 * (read 2026-11-27), which no standard describes: one suite for each kind, one failed test for each place.
 */
import type { AuditReport, ReportGroup } from '../report.ts';
import { formatCount } from '../../words.ts';
import { xmlText } from '../../xml-text.ts';
import { detectorOf, formatShare, linesOf, placeOf } from './words.ts';

/** What fails here is what ends the audit with 1: places of the baseline, and those below `--fail-on`, are skipped. */
export function formatJunit(report: AuditReport): string {
  const kinds = [...new Set(report.groups.map(({ kind }) => kind))];
  const suites = [
    ...kinds.map((kind) =>
      suite(
        kind,
        report.groups.filter((group) => group.kind === kind).map((group) => findingCase(group)),
      ),
    ),
    suite('input', inputCases(report)),
  ];
  const cases = suites.flatMap((each) => each.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="headgate audit" ${countsOf(cases)}>`,
    ...suites.map(({ name, cases: own }) =>
      [
        `  <testsuite name="${xmlText(name)}" ${countsOf(own)}>`,
        ...own.map(({ xml }) => xml),
        '  </testsuite>',
      ].join('\n'),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  readonly ending: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

function suite(
  name: string,
  cases: readonly Case[],
): { readonly name: string; readonly cases: readonly Case[] } {
  return { name, cases };
}

function countsOf(cases: readonly Case[]): string {
  const number = (ending: Case['ending']): number => cases.filter((each) => each.ending === ending).length;
  return `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}"`;
}

function findingCase(group: ReportGroup): Case {
  const { severity, kind, cause, events, share, values } = group;
  const ending = group.isFailing ? 'failure' : 'skipped';
  const facts = `${severity}: ${cause}. ${formatCount(events)} events (${formatShare(share)}), ${formatCount(values)} values, detector ${detectorOf(group)}.`;
  return testCase({ suite: kind, name: placeOf(group), ending, message: facts });
}

/** What was not read is an error of the test, not a failure: nothing is known about it. */
function inputCases({ unread, unreadMore, isInterrupted }: AuditReport): readonly Case[] {
  const cases = unread.map((each) =>
    testCase({
      suite: 'input',
      name: [each.file, linesOf(each)].filter((part) => part !== '').join(', '),
      ending: 'error',
      message: `Not read: it ${each.meaning}.`,
    }),
  );
  if (unreadMore > 0) {
    const message = `${formatCount(unreadMore)} stretches more were not read.`;
    cases.push(testCase({ suite: 'input', name: 'more', ending: 'error', message }));
  }
  if (isInterrupted) {
    const message = 'The audit was stopped before the end.';
    cases.push(testCase({ suite: 'input', name: 'the whole', ending: 'error', message }));
  }
  return cases.length > 0
    ? cases
    : [testCase({ suite: 'input', name: 'all was read', ending: 'passed', message: '' })];
}

interface CaseFacts {
  readonly suite: string;
  readonly name: string;
  readonly ending: Case['ending'];
  readonly message: string;
}

function testCase({ suite: group, name, ending, message }: CaseFacts): Case {
  const head = `    <testcase classname="headgate.audit.${xmlText(group)}" name="${xmlText(name)}"`;
  if (ending === 'passed') return { ending, xml: `${head}/>` };
  return { ending, xml: `${head}><${ending} message="${xmlText(message)}"/></testcase>` };
}
