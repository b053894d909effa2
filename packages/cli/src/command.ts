/** What a command is: a row of the table in `main.ts`, and one file that is loaded when the command is run. */
import type { Exit } from './exit.ts';
import type { Print, Sink } from './print.ts';
import type { ProgressMode } from './progress.ts';

/** What a command is handed instead of reaching for the process. */
export interface Context {
  readonly print: Print;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path that relative paths of the command line start from. */
  readonly directory: string;
  /** Aborts at the first SIGINT or SIGTERM: finish in order, and soon. */
  readonly signal: AbortSignal;
  readonly progress: ProgressMode;
  readonly stderr: Sink;
  readonly verbose: boolean;
}

/** The command line as parsed. `options` are keyed in camel case. */
export interface Given {
  readonly args: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

export type Run = (context: Context, given: Given) => Promise<Exit>;

export interface OptionSpec {
  /** As commander takes them: `--from <day>`. */
  readonly flags: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly standard?: string;
  /** May be given several times; its value is then a list of texts. */
  readonly isList?: true;
}

export interface CommandSpec {
  /** Words of the command with its arguments: `vendor cut <vendor>`. */
  readonly usage: string;
  readonly summary: string;
  /** One line to try, without the leading `headgate`. */
  readonly example: string;
  readonly options: readonly OptionSpec[];
  /** Values of --format that it takes besides those of every command. */
  readonly formats?: readonly string[];
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** The text of an option; undefined where it was not given. */
export function textOption(given: Given, name: string): string | undefined {
  const value = given.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a switch was given. */
export function isGiven(given: Given, name: string): boolean {
  return given.options[name] === true;
}
