/** What every form of a report does with names from outside, which may hold anything. */
import { describe, expect, it } from 'vitest';
import { createReport } from '../report.ts';
import type { AuditReport } from '../report.ts';
import { countEvent, createTally, noteUnread } from '../tally.ts';
import { formatHuman } from './human.ts';
import { REPORT_FORMATS } from './index.ts';
import type { WriteOptions } from './index.ts';

const EXTRAS: WriteOptions = {
  anchorIn: () => [{ file: 'plan.yaml', line: 3, column: 2, why: 'field' }],
  version: '1.2.3',
};
const HOSTILE = '<img src=x onerror=alert(1)>|`"\u001b[2J=cmd';

function reportOf(path: string): AuditReport {
  const tally = createTally();
  const found = [
    { kind: 'email', detector: 'email', version: 1, path, where: 'value', start: 0, end: 16 },
  ] as const;
  countEvent(tally, { format: 'json', name: 'Opened', time: Date.UTC(2026, 2, 2), found });
  countEvent(tally, { format: 'json', name: 'Seen by ana@corp.example', time: null, found });
  countEvent(tally, { format: 'json', name: null, time: null, found: [] });
  noteUnread(tally, { file: 'of ana@corp.example.csv', fromLine: 3, toLine: 9, reason: 'broken-row' });
  return createReport(tally, {
    bytes: 1200,
    files: 1,
    isLive: false,
    isInterrupted: false,
    share: 1,
    confidence: 0.95,
    scope: { columns: null, since: null },
    vendor: null,
    isKnown: () => false,
    failsOn: () => true,
  });
}

const forms: readonly (readonly [string, (report: AuditReport) => string])[] = [
  ['human', (report) => formatHuman(report, { style: (_, text) => text })],
  ...Object.entries(REPORT_FORMATS).map(
    ([name, write]) => [name, (report: AuditReport) => write(report, EXTRAS)] as const,
  ),
];

describe.each(forms)('the report in %s', (name, format) => {
  it('tells the group, what was not read, and no value of names of events and files', () => {
    const text = format(reportOf('properties.note'));
    expect(text).toContain('properties.note');
    expect(text).toContain('[email]');
    expect(text).not.toContain('ana@');
    expect(text).toContain(
      name === 'json' ? '"share": 0.6666666666666666' : name === 'csv' ? '0.6666666666666666' : '66.7 %',
    );
  });
});

describe('the reports for people', () => {
  it('count in words, leave out times that nobody knows, and show names of fields as code', () => {
    const { groups, ...rest } = reportOf('properties.first_name');
    const [group] = groups;
    if (group === undefined) throw new Error('a group was expected');
    const report = {
      ...rest,
      groups: [{ ...group, cause: 'A name under `first_name`', first: null, last: null }],
    };
    const html = REPORT_FORMATS['html']?.(report, EXTRAS) ?? '';
    expect(html).toContain(' in 1 file, 3 events');
    expect(html).toContain('A name under <code>first_name</code>.');
    expect(html).toContain('<td>–</td>');
    const markdown = REPORT_FORMATS['markdown']?.(report, EXTRAS) ?? '';
    expect(markdown).toContain('1 file, 3 events, 2 of them with findings in 1 group.');
    expect(markdown).toContain('| – | yes | A name under `first_name` |');
  });
});

function writeJunit(report: AuditReport): string {
  return REPORT_FORMATS['junit']?.(report, EXTRAS) ?? '';
}

describe('the report for build servers', () => {
  it('has a failed test for what fails, a skipped one for the rest, and an error for what was not read', () => {
    const report = reportOf('properties.note');
    expect(writeJunit(report)).toContain(
      '<testsuites name="headgate audit" tests="2" failures="1" errors="1" skipped="0">',
    );
    const known = {
      ...report,
      groups: report.groups.map((group) => ({ ...group, isFailing: false })),
      unread: [],
    };
    expect(writeJunit(known)).toContain(
      '<testsuites name="headgate audit" tests="2" failures="0" errors="0" skipped="1">',
    );
  });

  it('stands in SARIF at the line of the plan, once for each place', () => {
    const log: unknown = JSON.parse(REPORT_FORMATS['sarif']?.(reportOf('properties.note'), EXTRAS) ?? '');
    const region = { startLine: 3, startColumn: 2 };
    expect(log).toMatchObject({
      runs: [
        {
          invocations: [{ executionSuccessful: false }],
          results: [{ ruleId: 'email', ruleIndex: 0, locations: [{ physicalLocation: { region } }] }],
        },
      ],
    });
  });
});

describe('a path that means to steer the reader', () => {
  const report = reportOf(HOSTILE);
  const write = (form: string, of = report): string => REPORT_FORMATS[form]?.(of, EXTRAS) ?? '';

  it('does not reach a terminal, a page or a comment as written', () => {
    const shown = [
      formatHuman(report, { style: (_, text) => text }),
      write('html'),
      write('markdown'),
      write('json'),
      write('junit'),
      write('sarif'),
    ];
    for (const text of shown) expect(text).not.toContain('\u001b[2J');
  });

  it('makes no element of a page and no cell of a table', () => {
    expect(write('html')).not.toContain('<img');
    expect(write('junit')).not.toContain('<img');
    expect(write('markdown')).not.toMatch(/[^\\]\|'/);
  });

  it('is no formula of a spreadsheet', () => expect(write('csv', reportOf('=1+1'))).toContain("'=1+1"));
});
