/** The plan below fixtures/codegen/plan in every language, around every SDK. UPDATE=1 rewrites the files. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../parse-plan.ts';
import type { Plan } from '../plan.ts';
import { GENERATED_MARK } from './text.ts';
import { CODE_LANGUAGES, writeCode } from './write-code.ts';
import type { CodeLanguage, CodeOptions, WrittenFile } from './write-code.ts';

const FIXTURES = new URL('../../../../../fixtures/codegen/', import.meta.url);
const PLAN = new URL('plan/', FIXTURES);
const languages = Object.keys(CODE_LANGUAGES) as CodeLanguage[];
const cases = languages.flatMap((language) =>
  CODE_LANGUAGES[language].sdks.map((sdk): [CodeLanguage, string] => [language, sdk]),
);

function readPlan(order: 'as listed' | 'reversed' = 'as listed'): Plan {
  const file = (path: string) => ({ path, text: readFileSync(new URL(path, PLAN), 'utf8') });
  const names = readdirSync(new URL('events/', PLAN)).toSorted();
  const events = names.map((name) => file(`events/${name}`));
  const { value, issues } = parsePlan(file('plan.yaml'), order === 'reversed' ? events.toReversed() : events);
  expect(issues).toEqual([]);
  if (value === null) throw new Error('The plan of the fixture has errors.');
  return value;
}

function write(language: CodeLanguage, sdk: string, more: Partial<CodeOptions> = {}): WrittenFile {
  return writeCode(readPlan(), {
    language,
    sdk,
    packageName: 'telemetry',
    source: null,
    statuses: ['active', 'deprecated'],
    withNotes: true,
    ...more,
  });
}

/** A package's name as that of a directory. */
function directoryOf(sdk: string): string {
  return sdk.replace('@', '').replaceAll('/', '-');
}

describe('code', () => {
  it.each(cases)('is what the golden file has: %s, %s', (language, sdk) => {
    const { name, text } = write(language, sdk);
    const directory = new URL(`${language}/${directoryOf(sdk)}/`, FIXTURES);
    if (process.env['UPDATE'] === '1') {
      mkdirSync(directory, { recursive: true });
      writeFileSync(new URL(name, directory), text);
    }
    expect(text).toBe(readFileSync(new URL(name, directory), 'utf8'));
  });

  it('has a golden file for every language and SDK, and no others', () => {
    const listed = languages.flatMap((language) =>
      readdirSync(new URL(`${language}/`, FIXTURES)).map((sdk) => `${language} ${sdk}`),
    );
    const known = cases.map(([language, sdk]) => `${language} ${directoryOf(sdk)}`);
    expect(listed.toSorted()).toEqual(known.toSorted());
  });

  it.each(cases)('does not depend on the order in which files are read: %s, %s', (language, sdk) => {
    const options = { language, sdk, packageName: 'telemetry', source: null, withNotes: true } as const;
    const statuses = ['active', 'deprecated'] as const;
    const reversed = writeCode(readPlan('reversed'), { ...options, statuses });
    expect(reversed).toEqual(write(language, sdk));
  });

  it.each(cases)('says in its first line what wrote it from which plan: %s, %s', (language, sdk) => {
    const [first = ''] = write(language, sdk).text.split('\n');
    expect(first).toMatch(/^(?:\/\/|#) Code generated .* DO NOT EDIT\.$/);
    expect(first).toContain(`${GENERATED_MARK} from plan bakery;`);
  });

  it.each(cases)('says nothing of what becomes of the data: %s, %s', (language, sdk) => {
    const { text } = write(language, sdk, { statuses: ['draft', 'active', 'deprecated', 'retired'] });
    // Words of the fixture that stand for owners, vendors, purposes, categories, transforms, sources, aliases, examples.
    const internal =
      /secret-|x-headgate|user\.|essential|tier\b|drop\b|counter|customer|Order Done|SAMPLE77|expire|1\.0\.0/i;
    expect(text).not.toMatch(internal);
  });

  it.each(cases)('has no event that is a draft or retired, unless asked: %s, %s', (language, sdk) => {
    expect(write(language, sdk).text).not.toMatch(/Someday|Gone/);
    const asked = write(language, sdk, { statuses: ['draft', 'retired'] });
    expect(asked.text).toMatch(/Someday[^]*|Gone/);
    expect(asked.events).toBe(2);
  });

  it.each(cases)('marks what the plan gives up: %s, %s', (language, sdk) => {
    const marks = {
      ts: '@deprecated',
      python: '@deprecated',
      kotlin: '@Deprecated',
      swift: 'deprecated',
      go: 'Deprecated:',
    };
    expect(write(language, sdk).text).toContain(marks[language]);
  });

  it.each(cases)('has no comment from the plan where it is bare: %s, %s', (language, sdk) => {
    const { text } = write(language, sdk, { withNotes: false });
    expect(text).not.toMatch(/paid for an order|At least|ISO 4217|Format:/);
  });

  it.each(cases)('has the events of one source alone where one is named: %s, %s', (language, sdk) => {
    const { events, leftOut } = write(language, sdk, { source: 'counter' });
    expect(events).toBe(0);
    expect(leftOut.filter(({ why }) => why === 'source').length).toBeGreaterThan(8);
  });
});

describe('an event without a function', () => {
  it('is told with the reason', () => {
    expect(write('python', 'mixpanel').leftOut).toEqual([
      { id: 'alias', why: 'alias' },
      { id: 'any_event', why: 'nameless' },
      { id: 'basket_screen', why: 'sdk' },
      { id: 'counter', why: 'operations' },
      { id: 'gone', why: 'status' },
      { id: 'home', why: 'sdk' },
      { id: 'never', why: 'impossible' },
      { id: 'someday', why: 'status' },
    ]);
  });

  it('is counted apart from those that have one', () => {
    for (const [language, sdk] of cases) {
      const { events, leftOut } = write(language, sdk);
      expect(events + leftOut.length).toBe(readPlan().events.length);
    }
  });
});
