#!/usr/bin/env node
/** The `headgate` command: the table of commands, and the only place that touches the process. */
import type { CommandSpec, Context, Given } from './command.ts';
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
    usage: 'plan lint [path]',
    summary: 'check a tracking plan; ends with 1 when it has errors',
    example: 'plan lint telemetry',
    options: [],
    load: () => import('./commands/plan-lint.ts'),
  },
  {
    usage: 'plan schema <file>',
    summary: 'print the JSON Schema of plan.yaml (plan) or of an event file (event)',
    example: 'plan schema event > event.schema.json',
    options: [],
    load: () => import('./commands/plan-schema.ts'),
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
