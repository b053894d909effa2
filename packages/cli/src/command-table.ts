/** Every command: one row each, loaded when it is run. */
import type { CommandSpec, OptionSpec } from './command.ts';
import { OPEN_COMMANDS } from './open-commands.ts';
import { SDK_COMMANDS } from './sdk-commands.ts';
import { SUBJECT_COMMANDS } from './subject-commands.ts';
import { KEYS, KEY_COMMANDS } from './key-commands.ts';
import { PLAN_COMMANDS } from './plan-commands.ts';
import { quarantineCommands } from './quarantine-commands.ts';

const ADMIN_OPTIONS = [
  { flags: '--admin <url>', help: 'admin address of the gateway (default: from the configuration)' },
  { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
] as const;
const ENVIRONMENT_OPTION = {
  flags: '--environment <name>',
  help: 'one environment (default: all together)',
  choices: ['development', 'staging', 'production'],
} as const;

const AUDIT_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--output <format=file>',
    help: 'also write the report: json, markdown, csv, html, junit or sarif; may be repeated',
    isList: true,
  },
  {
    flags: '--fail-on <words>',
    help: 'end with 1 only for these: severities (high, medium, low) and above, kinds, or none',
  },
  { flags: '--since <date>', help: 'leave out events that say they are older' },
  { flags: '--columns <names>', help: 'look at these columns of CSV and Parquet only' },
  { flags: '--sarif-anchor <what>', help: 'where findings stand in SARIF', choices: ['plan'] },
  { flags: '--plan <path>', help: 'plan for --sarif-anchor (default: telemetry/plan.yaml or plan.yaml)' },
  { flags: '--vendor <name>', help: 'say where this vendor shows each field, and how it is erased' },
  { flags: '--sample <percent>', help: 'look at a share of the events only, and say how sure the answer is' },
  { flags: '--baseline <file>', help: 'end with 1 only for what is not in it' },
  { flags: '--write-baseline <file>', help: 'keep what was found as the new baseline' },
  { flags: '--baseline-key <file>', help: 'key of the fingerprints (default: beside the baseline)' },
  {
    flags: '--draft-plan <file>',
    help: 'write a plan.yaml, and events beside it, that would have prevented this',
  },
  { flags: '--resume', help: 'go on where an audit of the same files was stopped' },
  { flags: '--live', help: 'audit what passes a running gateway, until Ctrl-C or --for' },
  { flags: '--for <duration>', help: 'how long --live lasts: 90s, 10m, 2h' },
  { flags: '--line-max <MiB>', help: 'longest line or event that is read', standard: '16' },
];

export const COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'demo',
    summary: 'replay a made-up shop between fake vendors, and show what is caught',
    example: 'demo --seed 7 --events 3000',
    options: [
      { flags: '--seed <n>', help: 'chooses the shop; the same seed, the same shop', standard: '7' },
      { flags: '--events <n>', help: 'how many events to replay', standard: '3000' },
      { flags: '--once', help: 'end after the story; 1 when a figure differs' },
    ],
    load: () => import('./commands/demo.ts'),
  },
  {
    usage: 'init',
    summary: 'find the SDKs of the app in this directory; write a plan, a configuration and a check for CI',
    example: 'init --yes',
    options: [
      { flags: '--yes', help: 'ask nothing' },
      { flags: '--undo', help: 'remove what init wrote and nobody has changed since' },
    ],
    load: () => import('./commands/init.ts'),
  },
  {
    usage: 'serve',
    summary: 'run the gateway until it is told to stop',
    example: 'serve -c headgate.yaml',
    options: [],
    load: () => import('./commands/serve.ts'),
  },
  {
    usage: 'dev',
    summary: 'run the gateway for development and show events as they come',
    example: 'dev',
    options: [],
    load: () => import('./commands/dev.ts'),
  },
  {
    usage: 'tap',
    summary: 'show events as they are decided, masked',
    example: 'tap --vendor mixpanel --outcome personal-data-blocked',
    options: [
      { flags: '--event <id>', help: 'only this planned event' },
      { flags: '--vendor <name>', help: 'only what concerns this vendor' },
      { flags: '--outcome <name>', help: 'only events that ended so' },
      { flags: '--limit <n>', help: 'stop after so many events' },
      ...ADMIN_OPTIONS,
    ],
    load: () => import('./commands/tap.ts'),
  },
  {
    usage: 'explain <event-id>',
    summary: 'say, for each vendor, in which form each field of one event left and why',
    example: 'explain 6f1c2a90',
    options: [...ADMIN_OPTIONS],
    load: () => import('./commands/explain.ts'),
  },
  {
    usage: 'retention',
    summary: 'say how old the oldest row of every store is; 1 when one is older than it may be',
    example: 'retention',
    options: ADMIN_OPTIONS,
    load: () => import('./commands/retention.ts'),
  },
  {
    usage: 'exposure <vendor>',
    summary: 'say what a vendor was delivered: fields, forms, people, times',
    example: 'exposure mixpanel --from 2026-11-01 --to 2026-11-30',
    options: [
      { flags: '--from <day>', help: 'first day, YYYY-MM-DD in UTC' },
      { flags: '--to <day>', help: 'last day, YYYY-MM-DD in UTC' },
      ENVIRONMENT_OPTION,
      ...ADMIN_OPTIONS,
    ],
    load: () => import('./commands/exposure.ts'),
  },
  {
    usage: 'vendor list',
    summary: 'list vendors, their state and what waits for them',
    example: 'vendor list --format json',
    options: [...ADMIN_OPTIONS],
    load: () => import('./commands/vendor-list.ts'),
  },
  {
    usage: 'vendor cut <vendor>',
    summary: 'stop all events to a vendor, at once',
    example: 'vendor cut mixpanel --reason "breach notice of today"',
    options: [{ flags: '--reason <text>', help: 'why, for the record' }, ...ADMIN_OPTIONS],
    load: () => import('./commands/vendor-cut.ts'),
  },
  {
    usage: 'vendor resume <vendor>',
    summary: 'let events flow to a vendor again',
    example: 'vendor resume mixpanel',
    options: [{ flags: '--reason <text>', help: 'why, for the record' }, ...ADMIN_OPTIONS],
    load: () => import('./commands/vendor-resume.ts'),
  },
  {
    usage: 'vendor burn <vendor>',
    summary: 'start a new pseudonym epoch for a vendor: what it knows of people leads nowhere from then on',
    example: 'vendor burn mixpanel --reason "breach notice of today"',
    options: [{ flags: '--reason <text>', help: 'why, for the record; required' }, ...ADMIN_OPTIONS],
    load: () => import('./commands/vendor-burn.ts'),
  },
  {
    usage: 'subject find',
    summary: 'make the pseudonyms of one person again, for every vendor; reads the value from standard input',
    example: 'subject find --delivered < user-id.txt',
    options: [
      { flags: '--domain <name>', help: 'one pseudonym domain (default: all of the plan)' },
      {
        flags: '--normalise <name>',
        help: 'with --domain: how the value is brought to its one spelling (default: as in the plan)',
      },
      {
        flags: '--delivered',
        help: 'also ask the gateway what each vendor was delivered of a user or device',
      },
      ...ADMIN_OPTIONS,
    ],
    load: () => import('./commands/subject-find.ts'),
  },
  {
    usage: 'linkability [events]',
    summary:
      'join what every two vendors would get of a sample of events, and say how much of it can be linked',
    example: 'linkability sample.jsonl --baseline linkability.json',
    options: [
      { flags: '--demo', help: "measure the demo's plan with its shop" },
      { flags: '--plan <path>', help: 'plan (default: as for plan lint)' },
      { flags: '--baseline <file>', help: 'end with 1 where more is linkable than in it' },
      { flags: '--write-baseline <file>', help: 'keep what was measured as the new baseline' },
      { flags: '--tolerance <points>', help: 'percentage points that may be risen', standard: '0' },
    ],
    load: () => import('./commands/linkability.ts'),
  },
  {
    usage: 'scrub [file]',
    summary:
      'take personal data and secrets out of lines of JSON; no plan, no gateway; reads standard input by default',
    example: 'scrub events.jsonl --findings findings.jsonl > scrubbed.jsonl',
    options: [
      { flags: '--findings <file>', help: 'what was found in which line, without values, as lines of JSON' },
    ],
    load: () => import('./commands/scrub.ts'),
  },
  {
    usage: 'audit [path]',
    summary: 'look for personal data and secrets in exports and streams of telemetry; - reads standard input',
    example: 'audit mixpanel-export/ --output html=report.html',
    options: [...AUDIT_OPTIONS, ...ADMIN_OPTIONS],
    load: () => import('./commands/audit.ts'),
  },
  {
    usage: 'scan [path]',
    summary:
      'look for personal data and secrets in source code and fixtures; ends with 1 when there are some',
    example: 'scan src --output sarif > headgate.sarif',
    options: [
      { flags: '--output <form>', help: 'print this instead of --format', choices: ['sarif', 'markdown'] },
      {
        flags: '--fail-on <class>',
        help: 'least grave finding that ends with 1',
        choices: ['secret', 'personal', 'never'],
        standard: 'personal',
      },
      { flags: '--size-max <megabytes>', help: 'larger files are not read, and told', standard: '10' },
    ],
    load: () => import('./commands/scan.ts'),
  },
  {
    usage: 'config print',
    summary: 'print the configuration, secrets masked',
    example: 'config print --effective',
    options: [{ flags: '--effective', help: 'with defaults and variables applied' }],
    load: () => import('./commands/config-print.ts'),
  },
  {
    usage: 'config schema',
    summary: 'print the JSON Schema of the configuration',
    example: 'config schema > headgate.schema.json',
    options: [],
    load: () => import('./commands/config-schema.ts'),
  },
  {
    usage: 'config validate',
    summary: 'check the configuration; ends with 1 when it has errors',
    example: 'config validate -c headgate.yaml',
    options: [],
    load: () => import('./commands/config-validate.ts'),
  },
  {
    usage: 'doctor',
    summary: 'check this machine, the configuration, the plan and the files',
    example: 'doctor --sdk posthog-js',
    options: [
      { flags: '--sdk <package>', help: 'print how this SDK is pointed at the gateway; all lists them' },
      { flags: '--gateway <origin>', help: 'with --sdk: the origin that its code should name' },
    ],
    load: () => import('./commands/doctor.ts'),
  },
  {
    usage: 'healthcheck',
    summary: 'ask a running gateway whether it lives; for containers',
    example: 'healthcheck',
    options: [...ADMIN_OPTIONS],
    load: () => import('./commands/healthcheck.ts'),
  },
  {
    usage: 'version',
    summary: 'print the version of Headgate and of its runtime',
    example: 'version --format json',
    options: [],
    load: () => import('./commands/version.ts'),
  },
  ...quarantineCommands(ADMIN_OPTIONS, KEYS),
  ...KEY_COMMANDS,
  ...SUBJECT_COMMANDS,
  ...OPEN_COMMANDS,
  ...PLAN_COMMANDS,
  ...SDK_COMMANDS,
];
