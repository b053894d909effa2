/** What is read of packages and builds, at its limits. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../exit.ts';
import { findScripts } from './find-scripts.ts';
import { listBuilt } from './list-built.ts';
import { packageAt } from './package-files.ts';
import { readTarball } from './read-tarball.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headgate-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

describe('a tarball', () => {
  const long = `${'deep/'.repeat(40)}file.js`;
  const tarball = (format: string): string => {
    write('package/package.json', '{ "name": "@x/y", "version": "1.2.3-rc.1" }');
    write(`package/${long}`, 'var a = 1;');
    const file = join(root, `${format}.tgz`);
    execFileSync('tar', [`--format=${format}`, '-czf', file, '-C', root, 'package']);
    return file;
  };

  it.each(['pax', 'gnu'])('of the format %s is read, long paths too', (format) => {
    const files = readTarball(tarball(format));
    expect([files.name, files.version]).toEqual(['@x/y', '1.2.3-rc.1']);
    expect(files.read(long)).toBe('var a = 1;');
    expect(files.read('../package/package.json')).toBeNull();
    expect(files.sibling('@x/y')).toBeNull();
  });

  it('that is cut short, or whose header does not add up, is refused', () => {
    const whole = gunzipSync(readFileSync(tarball('pax')));
    const header = Buffer.from(whole);
    header.writeUInt8(header.readUInt8(0) ^ 1, 0);
    for (const bytes of [header, whole.subarray(0, 100)]) {
      const file = join(root, 'broken.tgz');
      writeFileSync(file, gzipSync(bytes));
      expect(() => readTarball(file)).toThrow(Failure);
    }
  });
});

describe('a package', () => {
  it('without a name is none, and a version that is no version is not told', () => {
    write('a/package.json', '{ "version": "1.0.0" }');
    write('b/package.json', '{ "name": "b", "version": "git+https://token@host" }');
    expect(packageAt(join(root, 'a'))).toBeNull();
    expect(packageAt(join(root, 'b'))?.version).toBeNull();
  });
});

describe('built files', () => {
  beforeEach(() => {
    for (const path of ['dist/a.js', 'web/build/b.html', 'web/build/deep/c.mjs', 'src/d.js', 'dist/e.css'])
      write(path, '12345');
    write('dist/node_modules/f.js', '');
  });

  it('are those below the directories that builds write to', () => {
    const { paths, skipped } = listBuilt(root, { filesMax: 3, fileBytesMax: 5 });
    expect(paths).toEqual(['dist/a.js', 'web/build/b.html', 'web/build/deep/c.mjs']);
    expect(skipped).toEqual([]);
  });

  it('beyond a limit are named', () => {
    expect(listBuilt(root, { filesMax: 2, fileBytesMax: 5 }).skipped).toEqual([
      { file: 'web/build/deep/c.mjs', reason: 'more than 2 built files' },
    ]);
    write('dist/a.js', '123456');
    expect(listBuilt(root, { filesMax: 3, fileBytesMax: 5 }).skipped).toEqual([
      { file: 'dist/a.js', reason: 'larger than 5 bytes' },
    ]);
  });
});

describe('a page', () => {
  it.each([
    ['https://cdn.mxpnl.com/libs/mixpanel-2-latest.min.js', 'mixpanel-browser', null],
    ['https://us-assets.i.posthog.com/static/array.js', 'posthog-js', null],
    ['https://us-assets.i.posthog.com/static/1.300.0/array.full.js', 'posthog-js', '1.300.0'],
    [
      'https://cdn.amplitude.com/libs/analytics-browser-2.11.1-min.js.gz',
      '@amplitude/analytics-browser',
      '2.11.1',
    ],
    ['https://cdn.amplitude.com/script/KEY.js', '@amplitude/analytics-browser', null],
    ['https://cdn.segment.com/analytics.js/v1/KEY/analytics.min.js', '@segment/analytics-next', null],
    ['https://browser.sentry-cdn.com/8.55.0/bundle.tracing.min.js', '@sentry/browser', '8.55.0'],
    ['https://js.sentry-cdn.com/KEY.min.js', '@sentry/browser', null],
    ['https://js-de.sentry-cdn.com/KEY.min.js', '@sentry/browser', null],
    ['https://www.googletagmanager.com/gtag/js?id=KEY', null, null],
    ['//cdn.jsdelivr.net/npm/mixpanel-browser@2.60.0/dist/mixpanel.min.js', 'mixpanel-browser', '2.60.0'],
    ['https://cdn.jsdelivr.net/npm/@segment/analytics-next@1', '@segment/analytics-next', null],
    ['https://unpkg.com/posthog-js@latest/dist/array.js?KEY', 'posthog-js', null],
    ['https://unpkg.com/@sentry/browser@8.55.0-beta.1', '@sentry/browser', null],
    ['https://esm.sh/@amplitude/analytics-browser@2.11.1?bundle', '@amplitude/analytics-browser', '2.11.1'],
  ])('that loads %s has %s %s', (address, name, version) => {
    const found = findScripts({ path: 'index.html', text: `<p>\n<script src="${address}"></script>` });
    expect(found).toMatchObject([{ package: name, version, line: 2, hasIntegrity: false }]);
    expect(JSON.stringify(found)).not.toContain('KEY');
  });

  it('that loads another package of npm has none', () => {
    const text = '<script src="https://unpkg.com/posthog-js-lite@3.0.0"></script>';
    expect(findScripts({ path: 'index.html', text })).toEqual([]);
  });

  it('that loads its own scripts has none', () => {
    expect(findScripts({ path: 'index.html', text: '<script src="/static/app.js"></script>' })).toEqual([]);
  });
});
