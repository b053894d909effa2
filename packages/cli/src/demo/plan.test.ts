import { formatIssue, parsePlan } from '@headgate/core';
import type { PlanFile } from '@headgate/core';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLAN_DIRECTORY } from './stage.ts';

function read(path: string): PlanFile {
  return { path, text: readFileSync(join(PLAN_DIRECTORY, path), 'utf8') };
}

const files = readdirSync(join(PLAN_DIRECTORY, 'events')).map((name) => read(`events/${name}`));
const plan = parsePlan(read('plan.yaml'), files);

describe('the plan of the demo', () => {
  it('is read without a single issue', () => {
    expect(plan.issues.map(formatIssue)).toEqual([]);
  });

  it('shows what each event looks like', () => {
    expect(plan.value?.events.filter((event) => event.examples.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it.each([
    'bucket',
    'domain-only',
    'generalise',
    'ip-prefix',
    'mask',
    'pseudonymise',
    'round-time',
    'truncate',
    'ua-family',
    'url-strip',
  ])('uses the transform %s', (name) => {
    const text = [read('plan.yaml'), ...files].map((file) => file.text).join('\n');
    expect(text).toMatch(new RegExp(`: (?:\\{ )?${name}\\b|^ +${name}:$`, 'm'));
  });
});
