/** Renders docs/sdk-audit.md; its tables are read from the packages installed here, so that an update of one shows. */
import type { SdkDefaults } from '../packages/cli/src/sdk/defaults.ts';
import { EXTRACTORS } from '../packages/cli/src/sdk/extractors/index.ts';
import { installedAbove } from '../packages/cli/src/sdk/package-files.ts';
import { readDefaults } from '../packages/cli/src/sdk/read-defaults.ts';
import { rulesOf } from '../packages/cli/src/sdk/risks/index.ts';
import { RISK_RULES, UNKNOWN_DEFAULTS, matches } from '../packages/cli/src/sdk/risks/risk.ts';
import type { RiskRule } from '../packages/cli/src/sdk/risks/risk.ts';

const HEAD = `# What analytics SDKs do by default

\`\`\`console
$ headgate sdk audit                    # the app in this directory
$ headgate sdk audit packages/web --format sarif > sdks.sarif
$ npm pack posthog-js@1.300.0 && headgate sdk diff posthog-js-1.300.0.tgz node_modules/posthog-js
\`\`\`

An SDK captures more than an app calls for, and some let their vendor change from afar what they capture: a review of the code is then
no review of the capture. \`sdk audit\` reads the defaults of the SDKs out of their packages, and says which an app closes.
Nothing of a package is run, nothing is fetched, no key is shown. What goes out is judged by the gateway all the same.

## What is read

- **Packages**: \`package.json\` and the lock files of npm, pnpm, yarn and bun say which SDKs there are; their defaults are read out of
  \`node_modules\`, at the root and beside each manifest.
- **Calls**: where the app's source sets an SDK up, its options are compared with what closes each risk. A risk is \`closed\` where every call closes it,
  \`open\` where one does not, \`unknown\` where the source does not show it (options that are handed on or spread, or no call found). Changes by a later call
  (\`set_config\`) are not seen.
- **Pages**: script elements and snippets of the five vendors, the same SDKs from jsDelivr, unpkg and esm.sh, Google Tag Manager and gtag.js. A script
  that names no version (\`@2\` and \`@latest\` are none), or is held to no digest, is a violation: its code can change on any day. Its defaults are unknown.
- **Bundles** below \`dist\`, \`build\`, \`out\`, \`public\`, \`static\`, \`www\`, \`.next\`, \`.nuxt\`, \`.output\` and \`.svelte-kit\`: an SDK is known by texts that minifiers leave
  alone (\`sure\`: all of them, \`likely\`: more than half), its version by its own constant. Defaults are read as they were shipped; of Amplitude 2 in a bundle they
  are unknown, because a minifier leaves nothing of their names.

What cannot be read is told as unknown, and never guessed. Up to 20,000 sources, 2,000 built files of 20 MB each, and the limits of \`headgate init\`; what is
left out is named, and the command then ends with 5.

It ends with 1 where an open risk is as grave as \`--fail-on\` (\`violation\` by default; \`never\`). What is unknown is at most an improvement.
\`--write-baseline <file>\` keeps what is found, and with \`--baseline <file>\` it ends with 1 only for what is not in it, as [plan lint](lint.md) does.
\`--format\` and \`--output format=file\` take the formats of [plan lint](lint.md); \`--format json\` on stdout has the whole audit, in files it has the findings.

## Comparing two versions

\`headgate sdk diff <before> <after>\` takes directories and tarballs of \`npm pack\`. Each change \`widens\` or \`narrows\` what is captured, is \`neutral\`, or is \`unknown\`
where the rule about the option does not tell; of an option without a rule it says just that (\`no rule\`). It ends with 1 where something widens (\`--fail-on widening|any|never\`). A tarball holds one
package: what an SDK keeps in another one (Sentry's \`dataCollection\`, Amplitude's autocapture before 2.2x) is not compared then. To compare it, install both versions
and name the directories: \`npm install --prefix before @sentry/browser@10\`.

For example, from Amplitude 2.11.13 to 2.48.1: \`fetchRemoteConfig\` went from \`false\` to \`true\`.

The extractors were tried on mixpanel-browser 2.47.0, 2.58.0, 2.70.0 and 2.83.0; posthog-js 1.100.0, 1.200.0, 1.300.0 and 1.449.2; @amplitude/analytics-browser
1.13.10, 2.3.8, 2.11.13, 2.30.1 and 2.48.1 (the first three without autocapture); @segment/analytics-next 1.51.7, 1.70.0 and 1.84.3; @sentry/browser 7.120.0 (without
\`sendClientReports\` and \`sendDefaultPii\`), 8.55.2, 9.47.2, 10.78.0 and 11.12.0. What the most important options do was seen in Chromium
(\`test/servers/sdk-closings.test.ts\`); the others were read in the sources that each rule names (\`--format json\`).`;

/** The page as Markdown. */
export function renderSdkAuditPage(): string {
  const sdks = EXTRACTORS.map(({ package: name }) => installed(name));
  return [HEAD, rulesTable(), overview(sdks), ...sdks.flatMap(sectionOf)].join('\n\n') + '\n';
}

function installed(name: string): SdkDefaults {
  const files = installedAbove(import.meta.dirname, name);
  const read = files === null ? null : readDefaults(files);
  if (read === null) throw new Error(`${name} is not installed`);
  return read;
}

function rulesTable(): string {
  const rules = [...Object.entries(RISK_RULES), [UNKNOWN_DEFAULTS.id, UNKNOWN_DEFAULTS.what]];
  const rows = rules.map(([id = '', what = '']) => `| ${code(id)} | ${what} |`);
  return ['## The rules', ['| rule | what it finds |', '| --- | --- |', ...rows].join('\n')].join('\n\n');
}

function overview(sdks: readonly SdkDefaults[]): string {
  const head = `| | ${sdks.map(({ package: name, version }) => `${name} ${version ?? ''}`).join(' | ')} |`;
  const rows = Object.keys(RISK_RULES).map((risk) => {
    const cells = sdks.map((sdk) => cellOf(sdk, risk));
    return `| ${code(risk)} | ${cells.join(' | ')} |`;
  });
  const intro =
    'The defaults that the rules look at, in the versions that this repository has; risky ones are bold. Written by `UPDATE=1 npx vitest run test/documents.test.ts`.';
  return [
    '## The defaults',
    intro,
    [head, `| --- |${' --- |'.repeat(sdks.length)}`, ...rows].join('\n'),
  ].join('\n\n');
}

function cellOf(sdk: SdkDefaults, risk: string): string {
  const texts = ruled(sdk)
    .filter(({ rule }) => rule.risk === risk)
    .map(({ rule, value }) => {
      const text = code(`${rule.option}: ${value}`);
      return matches(value, rule.isRisky) ? `**${text}**` : text;
    });
  return texts.length === 0 ? '–' : texts.join('<br>');
}

function ruled({ package: name, defaults }: SdkDefaults): readonly { rule: RiskRule; value: string }[] {
  return rulesOf(name).flatMap((rule) => {
    const found = defaults.find(({ option }) => option === rule.option);
    return found === undefined ? [] : [{ rule, value: found.value }];
  });
}

function sectionOf(sdk: SdkDefaults): readonly string[] {
  const risky = ruled(sdk).filter(({ rule, value }) => matches(value, rule.isRisky));
  const rows = risky.map(({ rule, value }) => {
    const asks = rule.channel === undefined ? '' : ` Asks ${code(rule.channel)}.`;
    return `| ${code(`${rule.option}: ${value}`)} | ${rule.level} | ${rule.why}${asks} | ${code(rule.line)} |`;
  });
  const all = sdk.defaults.map(({ option, value }) => `| ${code(option)} | ${code(value)} |`);
  return [
    `### ${sdk.package} ${sdk.version ?? ''}`,
    ['| default | level | what follows | what closes it |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    `<details><summary>All ${sdk.defaults.length} defaults</summary>`,
    ['| option | default |', '| --- | --- |', ...all].join('\n'),
    '</details>',
  ];
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}
