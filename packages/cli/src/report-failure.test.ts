import { describe, expect, it } from 'vitest';
import { Failure } from './exit.ts';
import { createPrint } from './print.ts';
import { reportFailure } from './report-failure.ts';

const SECRET = 'value-of-an-event';

function run(error: unknown, options: { verbose?: boolean; stopped?: boolean } = {}) {
  let text = '';
  const stderr = { write: (more: string) => (text += more) };
  const print = createPrint({
    format: 'human',
    color: 'never',
    quiet: true,
    stdout: stderr,
    stderr,
    environment: {},
  });
  const exit = reportFailure(error, { print, verbose: false, stopped: false, ...options });
  return { exit, text };
}

describe('reportFailure', () => {
  it('says what and how to mend it, one line each', () => {
    const failure = new Failure('unreachable', 'no gateway answers', 'Start it.');
    expect(run(failure)).toEqual({ exit: 'unreachable', text: 'error: no gateway answers.\n  Start it.\n' });
  });

  it.each([new TypeError(SECRET), Object.assign(new Error(SECRET), { code: 'ENOENT' }), SECRET, undefined])(
    'calls anything else internal, and never quotes it: %#',
    (error) => {
      for (const verbose of [false, true]) {
        const { exit, text } = run(error, { verbose });
        expect(exit).toBe('internal');
        expect(text).not.toContain(SECRET);
        expect(text).toContain('report');
      }
    },
  );

  it.each([
    ['EACCES', { path: '/srv/plan.yaml' }, 'error: /srv/plan.yaml may not be read or written by this user.'],
    ['ENOENT', { path: '/srv/plan.yaml' }, 'error: /srv/plan.yaml is not there, or its directory is not.'],
    ['EROFS', { path: '/srv/plan.yaml' }, 'error: /srv/plan.yaml lies on a disk that is read-only.'],
    ['ENOSPC', {}, 'error: a file cannot be written, for the disk is full.'],
  ])('does not call the disk a bug of its own: %s', (code, more, expected) => {
    const { exit, text } = run(Object.assign(new Error(SECRET), { code, ...more }));
    expect(exit).toBe('usage');
    expect(text).toContain(expected);
    expect(text).not.toContain('report');
  });

  it('calls what is refused without a file internal', () =>
    expect(run(Object.assign(new Error(SECRET), { code: 'EACCES' })).exit).toBe('internal'));

  it('shows places of the code only when asked', () => {
    expect(run(new Error(`${SECRET}\n at evil:1:1`)).text).not.toContain('report-failure.test');
    expect(run(new Error(SECRET), { verbose: true }).text).toContain('report-failure.test');
  });

  it('calls what a stopped run throws interrupted', () => {
    expect(run(new Error(SECRET), { stopped: true })).toEqual({ exit: 'interrupted', text: '' });
  });
});
