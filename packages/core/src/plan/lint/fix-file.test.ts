import { describe, expect, it } from 'vitest';
import type { PlanFinding } from '../../finding.ts';
import { fixFile } from './fix-file.ts';

const PATH = 'events/seen.yaml';

function event(
  lines: Readonly<Record<string, string>>,
  schema = '  type: object\n  properties: {}\n',
): string {
  const all = {
    apiVersion: 'headgate/v1',
    kind: 'event',
    id: 'seen',
    version: '1.0.0',
    wire: '{ call: track, name: Seen }',
    description: 'A shelf was seen.',
    expires: '2027-06-30',
    sources: '[web]',
    subjects: '[customer]',
    purposes: '[analytics]',
    vendors: '{}',
    ...lines,
  };
  const text = Object.entries(all).map(([key, value]) => `${key}: ${value}\n`);
  return `# Of the shop.\n${text.join('')}schema: # Closed.\n${schema}`;
}

function finding(ruleId: string, jsonPointer: string): PlanFinding {
  return {
    ruleId,
    kind: 'language',
    level: 'information',
    message: '',
    mend: '',
    path: PATH,
    line: 1,
    column: 1,
    jsonPointer,
    fingerprint: '',
  };
}

function fix(text: string, findings: readonly PlanFinding[] = []): string {
  return fixFile({ path: PATH, text }, 'event', findings).text;
}

const inFlow = (annotation: string): string =>
  event({}, `  type: object\n  properties:\n    shelf: { type: boolean, x-headgate: ${annotation} }\n`);

const inBlock = (lines: string): string =>
  event(
    {},
    `  type: object\n  properties:\n    shelf:\n      type: boolean\n      x-headgate:\n${lines}        categories: [user]\n`,
  );

describe('a value', () => {
  it.each([
    ['version', '1', '1.0.0'],
    ['version', '1.10', '1.10.0'],
    ['version', 'v2.0.1', '2.0.1'],
    ['version', '"2.0"', '"2.0.0"'],
    ['version', '1.0 # first', '1.0.0 # first'],
    ['expires', '2027/6/3', '2027-06-03'],
    ['expires', '2027-6-30', '2027-06-30'],
    ['expires', "'2027-06-30T00:00:00Z'", "'2027-06-30'"],
    ['expires', 'Never', 'never'],
    ['status', 'Active', 'active'],
    ['wire', '{ call: Track, name: Seen }', '{ call: track, name: Seen }'],
    ['subjects', '[Customer, visitor]', '[customer, visitor]'],
  ])('of %s that is %s becomes %s', (key, wrong, right) => {
    expect(fix(event({ [key]: wrong }))).toBe(event({ [key]: right }));
  });

  it.each([
    ['version', 'one'],
    ['version', '1.2.3.4'],
    ['expires', '30/6/2027'],
    ['expires', '2027-06-30T12:00:00Z'],
    ['expires', 'someday'],
    ['status', 'activ'],
    ['wire', '{ call: click, name: Seen }'],
  ])('of %s that is %s stays, for it could mean several things', (key, wrong) => {
    const text = event({ [key]: wrong });
    expect(fixFile({ path: PATH, text }, 'event', [])).toEqual({ text, edits: 0 });
  });

  it('is mended in the case of the words of the language, also of a schema', () => {
    const wrong = '  type: Object # one\n  properties:\n    at: { type: String, format: DATE }\n';
    expect(fix(event({}, wrong))).toBe(
      event({}, '  type: object # one\n  properties:\n    at: { type: string, format: date }\n'),
    );
  });
});

describe('what does nothing', () => {
  const tier = finding('redundant-tier', '/schema/properties/shelf/x-headgate/tier');

  it.each([
    ['{ tier: 2, categories: [user] }', '{ categories: [user] }'],
    ['{ categories: [user], tier: 2 }', '{ categories: [user] }'],
    ['{ categories: [user], tier: 2, free_text: true }', '{ categories: [user], free_text: true }'],
  ])('is taken out of %s', (before, after) => {
    expect(fix(inFlow(before), [tier])).toBe(inFlow(after));
  });

  it('is taken out with its line', () => {
    expect(fix(inBlock('        # Why it is so.\n        on_finding: drop\n        tier: 2\n'), [tier])).toBe(
      inBlock('        # Why it is so.\n        on_finding: drop\n'),
    );
  });

  it('stays where a comment would go with it', () => {
    const text = inBlock('        tier: 2 # agreed in May\n');
    expect(fixFile({ path: PATH, text }, 'event', [tier])).toEqual({ text, edits: 0 });
  });

  it('is taken out of lists from the end, so that no other entry goes', () => {
    const twice = [finding('repeated-entry', '/purposes/1'), finding('repeated-entry', '/purposes/3')];
    expect(fix(event({ purposes: '[a, a, b, a]' }), twice)).toBe(event({ purposes: '[a, b]' }));
    const block = '\n  - a\n  - b\n  - a';
    expect(fix(event({ purposes: block }), [finding('repeated-entry', '/purposes/2')])).toBe(
      event({ purposes: '\n  - a\n  - b' }),
    );
  });

  it('stays in other files, and where another rule is broken', () => {
    const text = inFlow('{ categories: [user], tier: 2 }');
    expect(fix(text, [{ ...tier, path: 'events/other.yaml' }])).toBe(text);
    expect(fix(text, [{ ...tier, ruleId: 'free-text-tier' }])).toBe(text);
  });
});

it('a file that is no YAML stays as it is', () => {
  expect(fixFile({ path: PATH, text: 'id: [' }, 'event', [])).toEqual({ text: 'id: [', edits: 0 });
});

it.each([
  [4_000_000, 1],
  [4_000_001, 0],
])('a file of %d characters gets %d edits', (length, edits) => {
  const text = event({ status: 'Active' });
  const padded = `${text}#${' '.repeat(length - text.length - 1)}`;
  expect(fixFile({ path: PATH, text: padded }, 'event', []).edits).toBe(edits);
});

it.each([
  [100, 100],
  [101, 100],
])('%d mistakes get %d edits in one run', (mistakes, edits) => {
  const subjects = `[${Array.from({ length: mistakes }, () => 'Customer').join(', ')}]`;
  expect(fixFile({ path: PATH, text: event({ subjects }) }, 'event', []).edits).toBe(edits);
});
