#!/usr/bin/env node
/** The `headgate` command: the only place that touches the process. */
import type { Context, Given } from './command.ts';
import { isGiven, textOption } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { EXITS } from './exit.ts';
import type { Exit } from './exit.ts';
import { COLORS, FORMATS, createPrint } from './print.ts';
import type { Print } from './print.ts';
import { runProgram } from './program.ts';
import { PROGRESS_MODES } from './progress.ts';
import { reportFailure } from './report-failure.ts';
import { readVersion } from './version.ts';

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
  const asked = PROGRESS_MODES.find((mode) => mode === textOption(given, 'progress')) ?? 'auto';
  return {
    print: printOf(given),
    environment: process.env,
    directory: process.cwd(),
    signal,
    progress: asked === 'auto' && isGiven(given, 'quiet') ? 'never' : asked,
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
