#!/usr/bin/env node
/** The `headgate` command: the table of commands, and the only place that touches the process. */
import type { CommandSpec, Context, Given, OptionSpec } from './command.ts';
import { isGiven, textOption } from './command.ts';
import { EXITS } from './exit.ts';
import type { Exit } from './exit.ts';
import { COLORS, FORMATS, createPrint } from './print.ts';
import type { Print } from './print.ts';
import { runProgram } from './program.ts';
import { PROGRESS_MODES } from './progress.ts';
import { reportFailure } from './report-failure.ts';
import { readVersion } from './version.ts';

const ADMIN_OPTIONS = [
  { flags: '--admin <url>', help: 'admin address of the gateway (default: from the configuration)' },
  { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
] as const;
const ENVIRONMENT_OPTION = {
  flags: '--environment <name>',
  help: 'one environment (default: all together)',
  choices: ['development', 'staging', 'production'],
} as const;

const PLAN_AND_BASE = [
  { flags: '--plan <path>', help: 'the plan (default: of the configuration, telemetry/ or .)' },
  {
    flags: '--base <path>',
    help: 'plan that is changed: a directory, or accepted-plan.json (default: of the configured gateway)',
  },
] as const;
const DECISION: readonly OptionSpec[] = [
  { flags: '--role <name>', help: 'product, privacy, security, analytics or legal' },
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

const COMMANDS: readonly CommandSpec[] = [
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
    usage: 'plan lint [path]',
    summary: 'check a tracking plan; ends with 1 when it has errors',
    example: 'plan lint telemetry',
    options: [],
    load: () => import('./commands/plan-lint.ts'),
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
      { flags: '--key <file>', help: 'private SSH key of type ed25519 to sign with' },
      {
        flags: '--signature <file>',
        help: 'what ssh-keygen -Y sign made of review payload; give --at and --until too',
      },
    ],
    load: () => import('./commands/review-sign.ts'),
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
];

/** Until the options are known, failures are told plainly. */
const PLAIN = { options: {}, args: [] } as const satisfies Given;

async function main(): Promise<Exit> {
  const stopping = new AbortController();
  listenForSignals(stopping);
  let given: Given = PLAIN;
  let exit: Exit = 'clean';
  try {
    await runProgram(process.argv.slice(2), {
      version: readVersion(),
      commands: COMMANDS,
      act: async (spec, parsed) => {
        given = parsed;
        const { run } = await spec.load();
        exit = await run(contextOf(given, stopping.signal), given);
      },
      writeOut: (text) => void process.stdout.write(text),
      writeError: (text) => void process.stderr.write(text),
    });
    return exit;
  } catch (error) {
    const verbose = isGiven(given, 'verbose');
    return reportFailure(error, { print: printOf(given), verbose, stopped: stopping.signal.aborted });
  }
}

function contextOf(given: Given, signal: AbortSignal): Context {
  const progress = textOption(given, 'progress');
  return {
    print: printOf(given),
    environment: process.env,
    directory: process.cwd(),
    signal,
    progress: PROGRESS_MODES.find((mode) => mode === progress) ?? 'auto',
    stderr: process.stderr,
    verbose: isGiven(given, 'verbose'),
  };
}

function printOf(given: Given): Print {
  return createPrint({
    format: FORMATS.find((format) => format === textOption(given, 'format')) ?? 'human',
    color: COLORS.find((color) => color === textOption(given, 'color')) ?? 'auto',
    quiet: isGiven(given, 'quiet'),
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
  });
}

/** The first signal asks the command to finish in order; the second ends the process at once. */
function listenForSignals(stopping: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(EXITS.interrupted.code);
      stopping.abort();
    });
  }
  // A reader that has seen enough, such as `head`, closes the pipe: nobody is left to tell, and not all was told.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXITS.incomplete.code : EXITS.internal.code);
  });
}

process.exitCode = EXITS[await main()].code;
