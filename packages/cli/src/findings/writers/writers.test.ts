import { Ajv } from 'ajv';
import { PLAN_RULES } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDING_FORMATS } from '../formats.ts';
import { exitOf } from '../report.ts';
import type { FindingReport, ReportedFinding } from '../report.ts';
import { FINDING_WRITERS } from './index.ts';

const FINDING: ReportedFinding = {
  ruleId: 'name-category-mismatch',
  kind: 'privacy',
  level: 'violation',
  message: '"email" is named like user.contact.email, but its categories are system.',
  mend: 'Add the category.',
  path: 'telemetry/events/a b.yaml',
  line: 15,
  column: 5,
  jsonPointer: '/schema/properties/email',
  fingerprint: '0123456789abcdef',
  roles: ['privacy'],
  isKnown: false,
};
/** Everything that one of the formats could take for its own. */
const NASTY = '50 % <b>&"\' | `x` @ana ::set-output:: [a](b)\r\nnew line \u001B[31m\u0000\uD800';

function report(findings: readonly ReportedFinding[], more: Partial<FindingReport> = {}): FindingReport {
  return {
    command: 'plan lint',
    version: '1.2.3',
    files: 2,
    rules: PLAN_RULES,
    findings,
    suppressed: 0,
    isWhole: true,
    failOn: 'violation',
    ...more,
  };
}

function write(format: keyof typeof FINDING_WRITERS, of: FindingReport): string {
  return FINDING_WRITERS[format](of, (_, text) => text);
}

function many(count: number, more: Partial<ReportedFinding>): ReportedFinding[] {
  return Array.from({ length: count }, (_, at) => ({
    ...FINDING,
    ...more,
    line: at + 1,
    fingerprint: `${more.level ?? ''}${at}`,
  }));
}

const whole: ReportedFinding = { ...FINDING, line: 0, column: 0, jsonPointer: '' };
const REPORTS: readonly (readonly [string, FindingReport])[] = [
  ['nothing', report([])],
  ['one finding', report([FINDING])],
  ['a finding of a whole file', report([whole])],
  ['a known finding', report([{ ...FINDING, isKnown: true }])],
  ['foreign text', report([{ ...FINDING, message: NASTY, mend: NASTY, path: 'ä/<b>|\n.yaml' }])],
  ['a plan with errors', report([FINDING], { isWhole: false })],
];

describe.each(REPORTS)('%s', (_, of) => {
  it.each(FINDING_FORMATS)(
    'is written as %s without a trailing line break or a control character',
    (format) => {
      const text = write(format, of);
      expect(text).not.toMatch(/\n$/);
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F]/);
    },
  );

  it('is valid SARIF by the published schema, with lines from 1 and every rule once', () => {
    const log: unknown = JSON.parse(write('sarif', of));
    expect(errorsOf(log)).toEqual([]);
    const [run] = (log as { runs: { tool: { driver: { rules: { id: string }[] } }; results: Result[] }[] })
      .runs;
    const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const { ruleId, ruleIndex, locations, partialFingerprints } of run?.results ?? []) {
      expect(ids[ruleIndex]).toBe(ruleId);
      expect(locations[0]?.physicalLocation.region.startLine).toBeGreaterThan(0);
      expect(partialFingerprints['headgateFinding/v1']).toMatch(/./);
    }
  });

  it('is well-formed XML as JUnit', () => {
    expect(unbalanced(write('junit', of))).toEqual([]);
  });

  it('is one JSON value as json, gitlab and rdjson, and one on each line as jsonl', () => {
    const { findings } = JSON.parse(write('json', of)) as { findings: unknown[] };
    expect(findings).toEqual(of.findings);
    expect(JSON.parse(write('gitlab', of))).toHaveLength(of.findings.length);
    expect(JSON.parse(write('rdjson', of))).toMatchObject({ source: { name: 'headgate plan lint' } });
    const lines = write('jsonl', of)
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(of.findings);
  });
});

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly {
    readonly physicalLocation: { readonly region: { readonly startLine: number } };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

/** The schema is of draft-04 and uses nothing that has changed since but the name of its id. */
function errorsOf(log: unknown): readonly unknown[] {
  const file = new URL('../../../../../fixtures/sarif/sarif-2.1.0-rtm.5.json', import.meta.url);
  const {
    $schema: _draft,
    id: _id,
    ...schema
  } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const check = ajv.compile(schema);
  return check(log) ? [] : (check.errors ?? []);
}

it('the published schema refuses what is no SARIF', () => {
  expect(errorsOf({ version: '2.1.0', runs: [{ results: [] }] })).not.toEqual([]);
});

/** Tags that are not closed in order. Enough for text that was written by one function. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, isClosing, name = ''] of xml.matchAll(/<(\/?)([a-z-]+)(?: [a-z]+="[^"<]*")*>/g)) {
    if (isClosing === '') open.push(name);
    else if (open.pop() !== name) return [name];
  }
  const text = xml.replaceAll(/<\?xml[^>]*\?>|<\/?[a-z-]+(?: [a-z]+="[^"<]*")*>/g, '');
  return /[<>]|&(?!(?:amp|lt|gt|quot|apos);)/.test(text) ? ['text'] : open;
}

describe('GitHub', () => {
  it('is given ten of each kind, new ones only, the gravest first, and told of the rest', () => {
    const of = report([
      ...many(11, { level: 'information' }),
      ...many(10, { level: 'improvement' }),
      ...many(12, { level: 'violation' }),
      ...many(1, { level: 'violation', isKnown: true }),
    ]);
    const lines = write('github', of).split('\n');
    const kinds = lines.map((line) => /^::(\w+)/.exec(line)?.[1]);
    expect(kinds).toEqual([
      ...Array.from({ length: 10 }, () => 'error'),
      ...Array.from({ length: 10 }, () => 'warning'),
      ...Array.from({ length: 10 }, () => 'notice'),
      undefined,
    ]);
    expect(lines.at(-1)).toBe('And 4 more, in the summary of the job.');
    expect(lines.length).toBeLessThan(50);
  });

  it('is given one line for each, whatever the text holds', () => {
    const text = write('github', report([{ ...FINDING, message: NASTY, path: 'a:b,c%d.yaml' }]));
    expect(text.split('\n')).toHaveLength(1);
    expect(text).toMatch(
      /^::error file=a%3Ab%2Cc%25d\.yaml,line=15,col=5,title=name-category-mismatch::50 %25 /,
    );
  });

  it('is given no line where a finding is of a whole file', () => {
    expect(write('github', report([whole]))).toContain('b.yaml,title=');
  });
});

describe('a comment', () => {
  it('is shorter than what GitHub takes, and says how many it leaves out', () => {
    const text = write('markdown', report(many(3000, { message: 'x'.repeat(100) })));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/^<!-- headgate-plan-lint -->\n/);
    const rows = text.split('\n').filter((line) => line.startsWith('| violation')).length;
    expect(text).toContain(`And ${(3000 - rows).toLocaleString('en-US')} more.`);
  });

  it('mentions nobody and marks up nothing', () => {
    const text = write('markdown', report([{ ...FINDING, message: NASTY }]));
    expect(text).not.toContain('@ana');
    expect(text).not.toContain('<b>');
    expect(text.split('\n').filter((line) => line.startsWith('| violation'))).toHaveLength(1);
  });
});

describe('JUnit', () => {
  it('fails the cases that make the command fail, and no others', () => {
    const of = report([FINDING, { ...FINDING, level: 'improvement' }, { ...FINDING, isKnown: true }], {
      failOn: 'improvement',
    });
    expect(write('junit', of).match(/<failure /g)).toHaveLength(2);
    expect(write('junit', of)).toContain('tests="3" failures="2"');
  });
});

describe('the ending', () => {
  const levels = ['violation', 'improvement', 'information'] as const;
  it.each([
    ['violation', ['findings', 'clean', 'clean']],
    ['improvement', ['findings', 'findings', 'clean']],
    ['information', ['findings', 'findings', 'findings']],
    ['never', ['clean', 'clean', 'clean']],
  ] as const)('for --fail-on %s is %j', (failOn, exits) => {
    expect(levels.map((level) => exitOf(report([{ ...FINDING, level }], { failOn })))).toEqual(exits);
    expect(exitOf(report([{ ...FINDING, isKnown: true }], { failOn }))).toBe('clean');
  });
});

it('the agent is told what to run next', () => {
  expect(write('agent', report([FINDING]))).toMatch(
    /fail; next: mend, then headgate plan lint --format agent$/,
  );
  expect(write('agent', report([{ ...FINDING, ruleId: 'redundant-tier' }]))).toMatch(
    /next: headgate plan lint --fix$/,
  );
  expect(write('agent', report([]))).toMatch(/; pass$/);
});

it('SARIF holds as many results as GitHub takes, the gravest first', () => {
  const of = report([...many(25_000, { level: 'information' }), FINDING]);
  const [run] = (JSON.parse(write('sarif', of)) as { runs: { results: Result[] }[] }).runs;
  expect(run?.results).toHaveLength(25_000);
  expect(run?.results[0]).toMatchObject({ level: 'error' });
});
