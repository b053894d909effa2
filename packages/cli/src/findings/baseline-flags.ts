import type { OptionSpec } from '../command.ts';

/** The flags alone, since a table of commands loads nothing. */
export const BASELINE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--baseline <file>', help: 'end with 1 only for what is not in it' },
  {
    flags: '--write-baseline <file>',
    help: 'keep what is found; with --baseline only what is still found of it',
  },
];
