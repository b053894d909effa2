/** `headgate sdk` as people and scripts meet it. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';

const MODULES = resolve(import.meta.dirname, '../../../../node_modules');
const KEY = '0123456789abcdef0123456789abcdef';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headgate-sdk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function install(name: string): void {
  mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true });
  symlinkSync(join(MODULES, name), join(root, 'node_modules', name));
}

async function headgate(...given: readonly string[]): Promise<EndedHeadgate> {
  return startHeadgate(root, given).ended;
}

const APP = {
  'package.json': '{ "dependencies": { "@amplitude/analytics-browser": "2.48.1" } }',
  'src/analytics.ts': `import * as amplitude from '@amplitude/analytics-browser';\namplitude.init('${KEY}', { autocapture: false });\n`,
};
const CLOSED = APP['src/analytics.ts'].replace(
  'autocapture: false',
  'autocapture: false, remoteConfig: { fetchRemoteConfig: false }, trackingOptions: { ipAddress: false }',
);

describe('sdk audit', () => {
  it('ends with 1 where the vendor may change from afar what is captured, and names the call and the line to write', async () => {
    write(APP);
    install('@amplitude/analytics-browser');
    const { code, stdout } = await headgate('sdk', 'audit');
    expect(code).toBe(1);
    expect(stdout).toContain('@amplitude/analytics-browser 2.48.1  installed  package.json:1');
    expect(stdout).toContain('✘ sdk-remote-config  fetchRemoteConfig: true  open  src/analytics.ts:2');
    expect(stdout).toContain('asks https://sr-client-cfg.amplitude.com/config/<key>');
    expect(stdout).toContain('remoteConfig: { fetchRemoteConfig: false }');
    expect(stdout).toContain('closed, but the remote configuration can open it again');
    expect(stdout).not.toContain(KEY);
  });

  it('ends with 0 where the app closes what is grave, and with 1 for lesser risks where it is told to', async () => {
    write({ ...APP, 'src/analytics.ts': CLOSED });
    install('@amplitude/analytics-browser');
    expect((await headgate('sdk', 'audit')).code).toBe(0);
    expect((await headgate('sdk', 'audit', '--fail-on', 'improvement')).code).toBe(1);
  });

  it.each(['json', 'jsonl', 'sarif', 'junit', 'github', 'gitlab', 'rdjson', 'markdown', 'agent'])(
    'as %s ends the same, and prints no key',
    async (format) => {
      write(APP);
      install('@amplitude/analytics-browser');
      const { code, stdout } = await headgate('sdk', 'audit', '--format', format);
      expect(code).toBe(1);
      expect(stdout).toContain('sdk-remote-config');
      expect(stdout).not.toContain(KEY);
    },
  );

  it('says that defaults are unknown where nothing is installed', async () => {
    write(APP);
    const { code, stdout } = await headgate('sdk', 'audit', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      sdks: [{ version: '2.48.1', how: 'locked', unknown: ['*'], defaults: [], risks: [] }],
      findings: [{ ruleId: 'sdk-defaults-unknown', level: 'improvement' }],
    });
  });

  it('finds SDKs and tag managers in pages, and tells no key of theirs', async () => {
    write({
      'public/index.html': `<head>\n<script async src="https://www.googletagmanager.com/gtm.js?id=GTM-ABCDEFG"></script>
<script src="https://browser.sentry-cdn.com/8.55.0/bundle.min.js" integrity="sha384-x"></script>
<script>s.src="https://cdn.segment.com/analytics.js/v1/${KEY}/analytics.min.js"; analytics.load("${KEY}");</script></head>`,
    });
    const { code, stdout } = await headgate('sdk', 'audit', '--format', 'json');
    expect(code).toBe(1);
    const { scripts, findings } = JSON.parse(stdout) as {
      scripts: { package: string | null; version: string | null; line: number }[];
      findings: { ruleId: string; level: string; line: number }[];
    };
    expect(scripts.map(({ package: name, version, line }) => [name, version, line])).toEqual([
      ['@segment/analytics-next', null, 4],
      ['@sentry/browser', '8.55.0', 3],
      [null, null, 2],
    ]);
    const levels = findings.filter(({ ruleId }) => ruleId === 'sdk-vendor-script');
    expect(levels.map(({ level, line }) => [line, level])).toEqual([
      [2, 'violation'],
      [3, 'information'],
      [4, 'violation'],
    ]);
    expect(stdout).not.toContain(KEY);
    expect(stdout).not.toContain('GTM-ABCDEFG');
    const told = (await headgate('sdk', 'audit')).stdout;
    expect(told.match(/^[✘✔] sdk-vendor-script  public\/index\.html:\d+$/gm)).toEqual([
      '✘ sdk-vendor-script  public/index.html:4',
      '✔ sdk-vendor-script  public/index.html:3',
      '✘ sdk-vendor-script  public/index.html:2',
    ]);
    expect(told).toContain('→ Bring it in as a package, or name a version and its integrity.');
  });

  it.each([
    ['mixpanel-browser', 'dist/mixpanel.min.js', 'ip'],
    ['posthog-js', 'dist/module.js', 'respect_dnt'],
    ['@segment/analytics-next', 'dist/umd/index.js', 'cookie.maxage'],
    ['@amplitude/analytics-browser', 'lib/scripts/amplitude-min.js', null],
  ])('knows %s in a minified bundle, its version and its defaults as shipped', async (name, file, option) => {
    mkdirSync(join(root, 'dist'));
    copyFileSync(join(MODULES, name, file), join(root, 'dist/app.js'));
    const { stdout } = await headgate('sdk', 'audit', '--format', 'json');
    const { sdks } = JSON.parse(stdout) as {
      sdks: {
        package: string;
        version: string;
        how: string;
        certainty: string;
        risks: { option: string }[];
      }[];
    };
    const { version } = JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(sdks).toMatchObject([{ package: name, version, how: 'bundled', certainty: 'sure' }]);
    const options = sdks[0]?.risks.map((risk) => risk.option) ?? [];
    expect(options.includes(option ?? '')).toBe(option !== null);
  });

  it('fails on what is not in the baseline alone, and tells what is not found any more', async () => {
    write({ ...APP, 'src/analytics.ts': CLOSED });
    install('@amplitude/analytics-browser');
    expect((await headgate('sdk', 'audit', '--write-baseline', 'closed.json')).code).toBe(0);
    write(APP);
    const written = await headgate('sdk', 'audit', '--write-baseline', 'all.json');
    expect(written.code).toBe(1);
    expect(written.stderr).toContain('all.json');
    expect(readFileSync(join(root, 'all.json'), 'utf8')).not.toContain(KEY);
    expect((await headgate('sdk', 'audit', '--baseline', 'all.json')).code).toBe(0);
    expect((await headgate('sdk', 'audit', '--baseline', 'closed.json')).code).toBe(1);
    write({ 'src/analytics.ts': CLOSED });
    const { code, stdout } = await headgate('sdk', 'audit', '--baseline', 'all.json');
    expect(code).toBe(0);
    expect(stdout).toContain('all.json sdk-remote-config is not found at src/analytics.ts any more.');
  });

  it('is a wrong command line where the baseline is none', async () => {
    write({ ...APP, 'none.json': '{}' });
    expect((await headgate('sdk', 'audit', '--baseline', 'none.json')).code).toBe(2);
  });

  it('is a wrong command line where there is no such directory', async () => {
    expect((await headgate('sdk', 'audit', 'nowhere')).code).toBe(2);
  });
});

async function endOf(...given: readonly string[]): Promise<number | null> {
  return (await headgate('sdk', 'diff', ...given)).code;
}

function published(options: string, at: string): Readonly<Record<string, string>> {
  return {
    [`${at}/package/package.json`]: `{ "name": "mixpanel-browser", "version": "${at}" }`,
    [`${at}/package/dist/mixpanel.cjs.js`]: `var DEFAULT_CONFIG = { api_host: 'https://api.example', opt_out_tracking_by_default: false, property_blacklist: [], ${options} };`,
  };
}

describe('sdk diff', () => {
  beforeEach(() => {
    write(published('ip: false, track_marketing: true, old: 1', '1.0.0'));
    write(published('ip: true, track_marketing: false, fresh: 2', '1.1.0'));
  });

  it('tells what widens first, from directories and from tarballs alike', async () => {
    execFileSync('tar', ['-czf', join(root, 'old.tgz'), '-C', join(root, '1.0.0'), 'package']);
    const fromDirectory = await headgate('sdk', 'diff', '1.0.0/package', '1.1.0/package', '--format', 'json');
    const fromTarball = await headgate('sdk', 'diff', 'old.tgz', '1.1.0/package', '--format', 'json');
    expect(fromTarball.stdout).toBe(fromDirectory.stdout);
    expect(fromDirectory.code).toBe(1);
    expect(JSON.parse(fromDirectory.stdout)).toMatchObject({
      package: 'mixpanel-browser',
      before: '1.0.0',
      after: '1.1.0',
      changes: [
        { option: 'ip', kind: 'changed', before: 'false', after: 'true', direction: 'widens' },
        { option: 'old', kind: 'vanished', direction: 'no-rule' },
        { option: 'fresh', kind: 'appeared', direction: 'no-rule' },
        { option: 'track_marketing', direction: 'narrows' },
      ],
    });
  });

  it('ends as --fail-on says', async () => {
    expect(await endOf('1.1.0/package', '1.0.0/package', '--fail-on', 'never')).toBe(0);
    expect(await endOf('1.0.0/package', '1.0.0/package')).toBe(0);
    expect(await endOf('1.0.0/package', '1.1.0/package', '--fail-on', 'any')).toBe(1);
  });

  it('fails on an option without a rule only where any change fails', async () => {
    write(published('ip: false, track_marketing: true, old: 2', '1.0.1'));
    const { code, stdout, stderr } = await headgate('sdk', 'diff', '1.0.0/package', '1.0.1/package');
    expect(code).toBe(0);
    expect(stdout).toMatch(/no rule +changed +old +1 +2/);
    expect(stderr).toContain('0 unknown, 1 of options without a rule');
    expect(await endOf('1.0.0/package', '1.0.1/package', '--fail-on', 'any')).toBe(1);
  });

  it('refuses what is no package, is none that it reads, and is none at all', async () => {
    write({ 'other/package.json': '{ "name": "left-pad" }', 'bad.tgz': 'no archive' });
    for (const named of ['other', 'bad.tgz', 'nowhere', '1.0.0']) {
      const { code, stderr } = await headgate('sdk', 'diff', named, '1.1.0/package');
      expect([named, code]).toEqual([named, 2]);
      expect(stderr).not.toBe('');
    }
  });
});
