import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readAnchors } from './plan-anchor.ts';

const DEMO = fileURLToPath(new URL('../../demo/plan/', import.meta.url));
const anchorIn = readAnchors(DEMO, '.');

/** The lines of the plan that a finding is pointed at, as they are written. */
function linesFor(path: string, ...names: readonly string[]): readonly string[] {
  return anchorIn({ path, names: names.map((name) => ({ name, events: 1 })) }).map(({ file, line, why }) => {
    const text = readFileSync(join(DEMO, file), 'utf8').split('\n')[line - 1] ?? '';
    return `${why} ${file} ${text.trim()}`;
  });
}

describe('a finding is pointed at', () => {
  it('the planned field it lies in, in the words of any vendor', () => {
    const expected = ['field events/app-error.yaml message:'];
    for (const path of [
      'properties.message',
      'event_properties.message',
      'message',
      'properties.message.deeper',
    ])
      expect([path, linesFor(path, 'App Error')]).toEqual([path, expected]);
    expect(linesFor('properties.message', 'app_error')).toEqual(expected);
  });

  it('what the plan does with fields that it has not', () =>
    expect(linesFor('properties.secret_note', 'App Error')).toEqual([
      'unplanned-field plan.yaml unplanned_field: strip',
    ]));

  it('what the plan does with events that it has not, once for all of them', () =>
    expect(linesFor('properties.a', 'No Such Event', '*', '(no name)')).toEqual([
      'unplanned-event plan.yaml unplanned_event: reject',
    ]));

  it('each of its events', () =>
    expect(linesFor('properties.message', 'App Error', 'No Such Event')).toHaveLength(2));

  it('no plan where there is none', () => {
    expect(() => readAnchors(DEMO, 'nowhere')).toThrow('no plan.yaml');
    expect(() => readAnchors(DEMO, 'events/app-error.yaml')).toThrow('the plan has errors');
  });
});
