/** Commands about plans and their reviews. */
import type { CommandSpec, OptionSpec } from './command.ts';
import { BASELINE_OPTIONS } from './findings/baseline-flags.ts';
import { FAIL_ON } from './findings/fail-on.ts';
import { FINDING_FORMATS } from './findings/formats.ts';
import { DIFF_FAIL_ON } from './plan-diff/diff-fail-on.ts';

const OUTPUT: OptionSpec = {
  flags: '--output <format=file>',
  help: 'also write the findings to a file, in any format; may be repeated',
  isList: true,
};
const LINT_OPTIONS: readonly OptionSpec[] = [
  OUTPUT,
  {
    flags: '--fail-on <level>',
    help: 'least grave finding that ends with 1',
    choices: FAIL_ON,
    standard: 'violation',
  },
  { flags: '--fix', help: 'mend what has one right answer; comments and layout stay' },
  ...BASELINE_OPTIONS,
];

const PLAN_AND_BASE = [
  { flags: '--plan <path>', help: 'the plan (default: of the configuration, telemetry/ or .)' },
  {
    flags: '--base <path>',
    help: 'plan that is changed: a directory, or accepted-plan.json (default: of the configured gateway)',
  },
] as const;
const GATE_OPTIONS: readonly OptionSpec[] = [
  ...PLAN_AND_BASE,
  {
    flags: '--from <environment>',
    help: 'where the plan has been tried',
    choices: ['staging', 'development'],
    standard: 'staging',
  },
  {
    flags: '--admin <url>',
    help: 'admin address of the gateway where it has been tried (default: none is asked)',
  },
  {
    flags: '--production-admin <url>',
    help: 'gateway of production, which says what is used and puts it in force; token in HEADGATE_PRODUCTION_ADMIN_TOKEN',
  },
  {
    flags: '--canary <share>',
    help: 'share of subjects that are to meet it first, such as 5% (default: all meet it)',
  },
  { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
];
const DECISION: readonly OptionSpec[] = [
  { flags: '--role <name>', help: 'product, privacy, security, analytics, legal or owner' },
  { flags: '--by <name>', help: 'who decides, as in reviewers.yaml' },
  {
    flags: '--verdict <word>',
    help: 'what is decided',
    choices: ['approve', 'reject', 'break-glass'],
    standard: 'approve',
  },
  { flags: '--at <moment>', help: 'when (default: now)' },
  { flags: '--until <moment>', help: 'when it runs out (default: 90 days; 72 hours of broken glass)' },
  { flags: '--condition <text>', help: 'under which condition; may be repeated', isList: true },
];

const CODEGEN_OPTIONS: readonly OptionSpec[] = [
  { flags: '--lang <name>', help: 'ts, python, kotlin, swift or go' },
  { flags: '--sdk <package>', help: 'package that sends the events; plain for an interface of your own' },
  { flags: '--out <directory>', help: 'where the file is written' },
  { flags: '--package <name>', help: 'package of the file, in Kotlin and Go (default: telemetry)' },
  { flags: '--source <id>', help: 'only events that this source may send' },
  {
    flags: '--include <status>',
    help: 'also events that are draft or retired; may be repeated',
    isList: true,
  },
  { flags: '--bare', help: 'without descriptions and limits' },
  { flags: '--check', help: 'write nothing; end with 1 when the file is not up to date' },
];

/** How exports are read, as `audit` reads them. */
const READING_OPTIONS: readonly OptionSpec[] = [
  { flags: '--sample <percent>', help: 'look at a share of the events only' },
  { flags: '--line-max <MiB>', help: 'longest line or event that is read', standard: '16' },
];

export const PLAN_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'plan lint [path]',
    summary: 'check a tracking plan; ends with 1 when there is something to mend',
    example: 'plan lint telemetry --format github --output sarif=lint.sarif',
    options: LINT_OPTIONS,
    formats: FINDING_FORMATS,
    load: () => import('./commands/plan-lint.ts'),
  },
  {
    usage: 'plan import <format> [path]',
    summary: 'write a plan from that of another tool; what needs review is marked',
    example: 'plan import iglu schemas --out telemetry',
    options: [
      {
        flags: '--out <directory>',
        help: 'where plan.yaml and events/ are written; nothing there is overwritten',
      },
      { flags: '--id <name>', help: 'name of the plan (default: the format)' },
    ],
    load: () => import('./commands/plan-import.ts'),
  },
  {
    usage: 'plan export <format> [plan]',
    summary: 'write a plan in the form of another tool, or as a page for people',
    example: 'plan export html telemetry --out site',
    options: [
      {
        flags: '--out <directory>',
        help: 'where the files are written; without it a single file is printed',
      },
      { flags: '--vendor <name>', help: 'iglu: who publishes the schemas, such as com.acme' },
      { flags: '--versions <file>', help: 'iglu: JSON with all versions of each event, by its id' },
    ],
    load: () => import('./commands/plan-export.ts'),
  },
  {
    usage: 'plan infer [path]',
    summary:
      'draft a plan from exports (- reads standard input) or a running gateway: types and sizes, never values',
    example: 'plan infer --live --for 10m --out telemetry',
    options: [
      {
        flags: '--out <directory>',
        help: 'where plan.yaml and events/ are written; nothing there is overwritten',
      },
      { flags: '--id <name>', help: 'name of the plan', standard: 'inferred' },
      ...READING_OPTIONS,
      {
        flags: '--live',
        help: 'learn from what comes into a running gateway, until --for, --events or Ctrl-C',
      },
      { flags: '--for <duration>', help: 'how long --live lasts: 90s, 10m, 2h (default: 10m)' },
      { flags: '--events <n>', help: 'how many events --live takes (default: as many as come)' },
      { flags: '--admin <url>', help: 'admin address of the gateway (default: from the configuration)' },
    ],
    load: () => import('./commands/plan-infer.ts'),
  },
  {
    usage: 'plan coverage [path]',
    summary: 'compare a plan with an export, or with what the running gateway delivered',
    example: 'plan coverage events.jsonl --plan telemetry',
    options: [
      { flags: '--plan <path>', help: 'the plan (default: that of the configuration, or telemetry)' },
      { flags: '--from <day>', help: 'gateway: first day, YYYY-MM-DD in UTC' },
      { flags: '--to <day>', help: 'gateway: last day, YYYY-MM-DD in UTC' },
      {
        flags: '--fail-on <what>',
        help: 'end with 1 for these',
        choices: ['unplanned', 'unseen', 'either', 'nothing'],
        standard: 'unplanned',
      },
      ...READING_OPTIONS,
      { flags: '--admin <url>', help: 'admin address of the gateway (default: from the configuration)' },
      { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
    ],
    load: () => import('./commands/plan-coverage.ts'),
  },
  {
    usage: 'plan test [plan]',
    summary: 'run the cases in tests/ beside the plan: what each vendor gets of an event, or why not',
    example: 'plan test telemetry',
    options: [],
    load: () => import('./commands/plan-test.ts'),
  },
  {
    usage: 'plan codegen [path]',
    summary: 'write typed code for the events of a tracking plan, around the SDK in use',
    example: 'plan codegen --lang ts --sdk posthog-js --out src/telemetry',
    options: CODEGEN_OPTIONS,
    load: () => import('./commands/plan-codegen.ts'),
  },
  {
    usage: 'plan diff [path]',
    summary: 'say what differs from an earlier plan, what it breaks, which way data flows and who must agree',
    example: 'plan diff --against main --fail-on widening --output markdown=diff.md',
    options: [
      {
        flags: '--against <what>',
        help: 'a commit or branch, a directory, plan.lock.json, accepted-plan.json, or gateway for a running one',
      },
      { flags: '--admin <url>', help: 'gateway: its admin address (default: from the configuration)' },
      { flags: '--timeout <seconds>', help: 'gateway: how long to wait for it', standard: '10' },
      {
        flags: '--fail-on <direction>',
        help: 'what ends with 1',
        choices: DIFF_FAIL_ON,
        standard: 'never',
      },
      { flags: '--facts <file>', help: 'what the plans cannot say, as JSON: traffic, renewals, use' },
      OUTPUT,
    ],
    formats: FINDING_FORMATS,
    load: () => import('./commands/plan-diff.ts'),
  },
  {
    usage: 'plan lock',
    summary: 'write plan.lock.json: the digest of the plan, and what it changes',
    example: 'plan lock --base ../in-production/telemetry',
    options: [
      ...PLAN_AND_BASE,
      { flags: '--check', help: 'write nothing; end with 1 where the lock is not that of the plan' },
    ],
    load: () => import('./commands/plan-lock.ts'),
  },
  {
    usage: 'plan gate',
    summary:
      'say what stands between a plan and production, and who can change it; ends with 1 where anything does',
    example: 'plan gate --from staging --to production --admin http://staging:4401',
    options: [
      ...GATE_OPTIONS,
      {
        flags: '--to <environment>',
        help: 'where the plan is to go; there is one such place',
        choices: ['production'],
        standard: 'production',
      },
    ],
    load: () => import('./commands/plan-gate.ts'),
  },
  {
    usage: 'plan promote',
    summary: 'put a plan in the place of the one in production, where the gate is open',
    example: 'plan promote --to ../in-production/telemetry --base ../in-production/telemetry',
    options: [...GATE_OPTIONS, { flags: '--to <directory>', help: 'where the plan of production lies' }],
    load: () => import('./commands/plan-promote.ts'),
  },
  {
    usage: 'plan ramp [share]',
    summary: 'let more or fewer subjects meet the candidate that runs as a canary; 100% puts it in force',
    example: 'plan ramp 50% --production-admin http://production:4401',
    options: [
      { flags: '--abort', help: 'end the canary: everybody meets the plan in force again' },
      { flags: '--to <directory>', help: '100%: where the plan of production lies' },
      {
        flags: '--production-admin <url>',
        help: 'its gateway (default: from the configuration); token in HEADGATE_PRODUCTION_ADMIN_TOKEN',
      },
      { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
    ],
    load: () => import('./commands/plan-ramp.ts'),
  },
  {
    usage: 'plan reload',
    summary: 'have the gateway read its plan and its recipients file again; 1 where it refuses them',
    example: 'plan reload',
    options: [
      { flags: '--admin <url>', help: 'admin address of the gateway (default: from the configuration)' },
      { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
    ],
    load: () => import('./commands/plan-reload.ts'),
  },
  {
    usage: 'plan schema <file>',
    summary: 'print the JSON Schema of plan.yaml (plan) or of an event file (event)',
    example: 'plan schema event > event.schema.json',
    options: [],
    load: () => import('./commands/plan-schema.ts'),
  },
  {
    usage: 'review start',
    summary: 'begin the record of a review of the plan as it is locked',
    example: 'review start --author ana@shop.example',
    options: [
      ...PLAN_AND_BASE,
      { flags: '--author <name>', help: 'who made the change, and so cannot approve it' },
    ],
    load: () => import('./commands/review-start.ts'),
  },
  {
    usage: 'review sign <file>',
    summary: 'add a signed decision to a review',
    example:
      'review sign reviews/2026-11-24-5cc8.yaml --role privacy --by pia@shop.example --key ~/.ssh/id_ed25519',
    options: [
      ...DECISION,
      ...PLAN_AND_BASE,
      { flags: '--key <file>', help: 'private SSH key of type ed25519 to sign with' },
      {
        flags: '--signature <file>',
        help: 'what ssh-keygen -Y sign made of review payload; give --at and --until too',
      },
    ],
    load: () => import('./commands/review-sign.ts'),
  },
  {
    usage: 'review verify <file>',
    summary:
      'check each decision of a review: signature, role, author, time and change; ends with 1 where one does not count',
    example: 'review verify reviews/2026-11-24-5cc8.yaml --base ../in-production/telemetry',
    options: PLAN_AND_BASE,
    load: () => import('./commands/review-verify.ts'),
  },
  {
    usage: 'review import <approvals>',
    summary:
      'write down the approvals of a request in a forge, from files that its API gave; ends with 1 for none',
    example: 'review import reviews.json --from github --request pull.json',
    options: [
      ...PLAN_AND_BASE,
      { flags: '--from <forge>', help: 'whose files they are', choices: ['github', 'gitlab'] },
      { flags: '--request <file>', help: 'the pull or merge request, as JSON' },
      { flags: '--versions <file>', help: 'gitlab: the versions of the merge request, as JSON' },
    ],
    load: () => import('./commands/review-import.ts'),
  },
  {
    usage: 'review payload <file>',
    summary: 'print the text that a decision signs, for ssh-keygen -Y sign -n headgate-review',
    example:
      'review payload reviews/2026-11-24-5cc8.yaml --role privacy --by pia@shop.example --at 2026-11-24T10:00:00Z',
    options: DECISION,
    load: () => import('./commands/review-payload.ts'),
  },
  {
    usage: 'review status',
    summary:
      'say who has agreed to the plan as it is locked, and who is missing; ends with 1 where somebody is',
    example: 'review status --base ../in-production/telemetry',
    options: PLAN_AND_BASE,
    load: () => import('./commands/review-status.ts'),
  },
  {
    usage: 'render <what>',
    summary:
      'write what a forge asks for by path: codeowners, or a ruleset for GitHub, from the teams in reviewers.yaml',
    example: 'render codeowners --out .github/CODEOWNERS',
    options: [
      PLAN_AND_BASE[0],
      {
        flags: '--out <file>',
        help: 'where it is written; other lines of CODEOWNERS stay (default: printed)',
      },
      { flags: '--check', help: 'write nothing; end with 1 where the file is not up to date' },
    ],
    load: () => import('./commands/render.ts'),
  },
];
