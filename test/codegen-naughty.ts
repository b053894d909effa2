/** Code from a plan whose names, values and descriptions are the big list of naughty strings. */
import { parsePlan, writeCode } from '@headgate/core';
import type { CodeLanguage, Plan } from '@headgate/core';
import { readFileSync } from 'node:fs';

const LIST = new URL('../node_modules/big-list-of-naughty-strings/blns.json', import.meta.url);
const KEYS_MIN = 150;

/** A file of one event for each string, the first of which has a field for each that may name one. */
export function writeNaughtyCode(language: CodeLanguage, sdk: string): string {
  const options = { language, sdk, packageName: 'naughty', source: null, withNotes: true } as const;
  return writeCode(readNaughtyPlan(), { ...options, statuses: ['active'] }).text;
}

function readNaughtyPlan(): Plan {
  const list = JSON.parse(readFileSync(LIST, 'utf8')) as string[];
  const strings = [...new Set(list)].filter((text) => text.length > 0 && text.length <= 1000);
  const keys = strings.filter((text) => text.length <= 64 && !/[.[\]\p{Cc}]/u.test(text) && !(text in {}));
  if (keys.length < KEYS_MIN) throw new Error(`Only ${keys.length} strings may name a field.`);
  const fields = Object.fromEntries(
    keys.map((key, at) => [
      key,
      // In every seventh field there are more values; a list and an object are among them.
      { ...shapeOf(at, strings), description: strings[at], 'x-headgate': { categories: ['system'] } },
    ]),
  );
  const plan = {
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: 'naughty',
    purposes: { 'essential.service': { basis: 'Contract' } },
    vendors: {},
  };
  const { value, issues } = parsePlan(
    { path: 'plan.yaml', text: JSON.stringify(plan) },
    strings.map((name, at) => ({
      path: `events/${at}.yaml`,
      text: JSON.stringify(eventOf(at, name, at === 0 ? fields : {})),
    })),
  );
  if (value === null) throw new Error(issues.map(({ rule, message }) => `${rule}: ${message}`).join('\n'));
  return value;
}

function shapeOf(at: number, strings: readonly string[]): object {
  const values = { enum: [strings[at], strings[at + 1]] };
  if (at % 7 === 1) return { type: 'array', maxItems: 3, items: values };
  if (at % 7 === 2) return { type: 'object', properties: { [`k${at}`]: values } };
  if (at % 7 === 3) return { const: strings[at] };
  return at % 7 === 4 ? { type: 'string', maxLength: 9 } : values;
}

function eventOf(at: number, name: string, properties: object): object {
  return {
    apiVersion: 'headgate/v1',
    kind: 'event',
    id: `e${at}`,
    version: '1.0.0',
    wire: { call: 'track', name },
    description: name,
    expires: 'never',
    sources: ['web'],
    subjects: ['customer'],
    purposes: ['essential.service'],
    vendors: {},
    schema: { type: 'object', properties },
  };
}
