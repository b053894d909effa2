/** The commands about plans, a part of the table of commands. */
import type { CommandSpec } from './command.ts';

/** How exports are read, as `audit` reads them. */
const READING_OPTIONS: CommandSpec['options'] = [
  { flags: '--sample <percent>', help: 'look at a share of the events only' },
  { flags: '--line-max <MiB>', help: 'longest line or event that is read', standard: '16' },
];

export const PLAN_COMMANDS: readonly CommandSpec[] = [
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
    usage: 'plan infer <path>',
    summary: 'draft a plan from exports of telemetry: types and sizes, never values; - reads standard input',
    example: 'plan infer events.jsonl --out telemetry',
    options: [
      {
        flags: '--out <directory>',
        help: 'where plan.yaml and events/ are written; nothing there is overwritten',
      },
      { flags: '--id <name>', help: 'name of the plan', standard: 'inferred' },
      ...READING_OPTIONS,
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
];
