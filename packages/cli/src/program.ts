/** The command line, built from the table of commands. Nothing here loads a command before it is known to be the one. */
import { Command, CommanderError, Option } from 'commander';
import type { CommandSpec, Given, OptionSpec } from './command.ts';
import { textOption } from './command.ts';
import { Failure } from './exit.ts';
import { COLORS, FORMATS } from './print.ts';
import { PROGRESS_MODES } from './progress.ts';

export interface ProgramOptions {
  readonly version: string;
  readonly commands: readonly CommandSpec[];
  /** Runs the command that was chosen. */
  readonly act: (spec: CommandSpec, given: Given) => Promise<void>;
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
}

const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '-c, --config <file>', help: 'configuration file (default: headgate.yaml)' },
  { flags: '--color <when>', help: 'colour; also NO_COLOR', choices: COLORS, standard: 'auto' },
  { flags: '--progress <how>', help: 'progress on stderr', choices: PROGRESS_MODES, standard: 'auto' },
  { flags: '-q, --quiet', help: 'no notes and no progress on stderr' },
  { flags: '-v, --verbose', help: 'say where an internal error came from' },
];

/** What a group of commands is about, by its first word. */
const GROUPS: Readonly<Record<string, string>> = {
  vendor: 'see, cut off and resume vendors, and burn their pseudonyms',
  plan: 'check, import, infer, compare, lock, promote, cover, test and export the tracking plan',
  review: 'decide on a change of the plan, and sign for it',
  config: 'look at the configuration',
  quarantine: 'look at quarantined events, let them out and discard them',
  sdk: 'look for risky defaults of SDKs in an app, and between two versions of one',
  subject: 'find a person, make keys of subjects, erase, back up and restore them',
  key: 'make, rotate, destroy, back up and publish the keys of sealed fields',
};

/** Parses and runs. Rejects with a `Failure` of exit `usage` when the command line is wrong. */
export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<void> {
  const program = buildProgram(options);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for end well; help shown for want of a command does not.
    if (error.exitCode === 0) return;
    if (error.code === 'commander.help') {
      throw new Failure('usage', 'a command is missing', 'Choose one of the commands above.');
    }
    const [message = '', hint] = error.message.replace(/^error: /, '').split('\n');
    const mend = hint?.replace(/^\((.*)\)$/, '$1') ?? 'Run the command with --help to see what it takes.';
    throw new Failure('usage', message.replace(/\.$/, ''), mend);
  }
}

function buildProgram(options: ProgramOptions): Command {
  const program = new Command('headgate')
    .description('The privacy gateway for product telemetry.')
    .version(options.version, '-V, --version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: options.writeOut,
      writeErr: options.writeError,
      outputError: () => undefined,
    })
    .addHelpText('after', '\nFlags win over HEADGATE_… variables, these over the file, this over defaults.');
  addOptions(program, [...GLOBAL_OPTIONS, formatOption(options.commands)]);
  const groups = new Map<string, Command>();
  for (const spec of options.commands) addCommand(program, groups, spec, options);
  return program;
}

function addCommand(
  program: Command,
  groups: Map<string, Command>,
  spec: CommandSpec,
  options: ProgramOptions,
): void {
  const words = spec.usage.split(' ');
  const name = words.filter((word) => /^[a-z]/.test(word));
  const parent = name.length === 1 ? program : groupOf(program, groups, words[0] ?? '');
  const command = parent
    .command(words.slice(name.length - 1).join(' '))
    .description(spec.summary)
    .addHelpText('after', `\nExample:\n  headgate ${spec.example}`);
  // `open` is a command, and `open serve` another one below it.
  if (name.length === 1) groups.set(name[0] ?? '', command);
  addOptions(command, spec.options);
  command.action(() => {
    const args = command.processedArgs.map((each: unknown) => (typeof each === 'string' ? each : undefined));
    const given: Given = { args, options: command.optsWithGlobals() };
    refuseForeignFormat(spec, given);
    return options.act(spec, given);
  });
}

/** The option is known before the command is, so it takes what any of them does. */
function formatOption(commands: readonly CommandSpec[]): OptionSpec {
  const choices = new Set([...FORMATS, ...commands.flatMap(({ formats = [] }) => formats)]);
  return {
    flags: '--format <format>',
    help: 'how data is printed; all take human and json',
    choices: [...choices],
    standard: 'human',
  };
}

function refuseForeignFormat({ formats = [] }: CommandSpec, given: Given): void {
  const own = [...new Set([...FORMATS, ...formats])];
  if (own.includes(textOption(given, 'format') ?? 'human')) return;
  throw new Failure('usage', 'this command does not print this format', `It prints ${own.join(', ')}.`);
}

function groupOf(program: Command, groups: Map<string, Command>, name: string): Command {
  const known = groups.get(name);
  if (known !== undefined) return known;
  const group = program.command(name).description(GROUPS[name] ?? '');
  groups.set(name, group);
  return group;
}

function addOptions(command: Command, options: readonly OptionSpec[]): void {
  for (const { flags, help, choices, standard, isList } of options) {
    const option = new Option(flags, help);
    if (choices !== undefined) option.choices(choices);
    if (standard !== undefined) option.default(standard);
    if (isList === true) {
      option.argParser((text, before: unknown) => [...(Array.isArray(before) ? before : []), text]);
    }
    command.addOption(option);
  }
}
