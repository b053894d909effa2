/** The commands about plans, a part of the table of commands. */
import type { CommandSpec } from './command.ts';

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
      { flags: '--out <directory>', help: 'where plan.yaml and events/ are written; nothing there is overwritten' },
      { flags: '--id <name>', help: 'name of the plan (default: the format)' },
    ],
    load: () => import('./commands/plan-import.ts'),
  },
];
