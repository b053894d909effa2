/** Commands about the SDKs of an app. */
import type { CommandSpec } from './command.ts';
import { BASELINE_OPTIONS } from './findings/baseline-flags.ts';
import { FAIL_ON } from './findings/fail-on.ts';
import { FINDING_FORMATS } from './findings/formats.ts';

export const SDK_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'sdk audit [directory]',
    summary:
      'tell the risky defaults and remote configuration of the analytics SDKs of an app, and which of them it closes',
    example: 'sdk audit --format sarif > sdks.sarif',
    options: [
      {
        flags: '--output <format=file>',
        help: 'also write the findings to a file; may be repeated',
        isList: true,
      },
      {
        flags: '--fail-on <level>',
        help: 'least grave open risk that ends with 1',
        choices: FAIL_ON,
        standard: 'violation',
      },
      ...BASELINE_OPTIONS,
    ],
    formats: FINDING_FORMATS,
    load: () => import('./commands/sdk-audit.ts'),
  },
  {
    usage: 'sdk diff <before> <after>',
    summary:
      'tell which defaults of an SDK changed between two versions: directories or tarballs of npm pack',
    example: 'sdk diff posthog-js-1.300.0.tgz node_modules/posthog-js',
    options: [
      {
        flags: '--fail-on <what>',
        help: 'changes that end with 1',
        choices: ['widening', 'any', 'never'],
        standard: 'widening',
      },
    ],
    load: () => import('./commands/sdk-diff.ts'),
  },
];
