/** What `headgate dev` runs: the configuration there is, or one made from the plan, or one made from the built-in plan. */
import type { Plan } from '@headgate/core';
import { parsePlan } from '@headgate/core';
import { loadConfig } from '@headgate/gateway';
import type { Config } from '@headgate/gateway';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context, Given } from '../command.ts';
import { hasConfigFile } from '../config-file.ts';
import { Failure } from '../exit.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';
import { readConfig } from '../read-config.ts';
import { BUILT_IN_EVENT, BUILT_IN_PLAN } from './built-in-plan.ts';
import { devConfig, devKey } from './dev-config.ts';
import { writeScratchKeys } from './scratch-keys.ts';

export interface Dev {
  readonly config: Config;
  readonly plan: Plan;
  /** The write key of a source as it may be shown in a line for the shell. */
  readonly keyOf: (source: string) => string;
  /** For the person: what was chosen, and how to go on. */
  readonly notes: readonly string[];
  /** Removes what was made for this run. */
  readonly close: () => void;
}

/** Rejects with a `Failure` when the plan or the configuration has errors. */
export async function openDev(context: Context, given: Given): Promise<Dev> {
  if (hasConfigFile(context, given) || given.options['config'] !== undefined) {
    const config = await readConfig(context, given);
    const plan = readPlan(config.planFile, context.directory);
    // A key of the configuration may be a secret, so the line names a place for it.
    return { config, plan, keyOf: () => '"$WRITE_KEY"', notes: goingOn(config), close: () => undefined };
  }
  const scratch = mkdtempSync(join(tmpdir(), 'headgate-dev-'));
  const close = (): void => rmSync(scratch, { recursive: true, force: true });
  try {
    return await openScratch(context, scratch, close);
  } catch (error) {
    close();
    throw error;
  }
}

/** Who tries events out is to know that they leave the machine. */
function goingOn({ connections }: Config): readonly string[] {
  const names = connections.map(({ vendor, environment }) => `${vendor} (${environment})`);
  return names.length === 0 ? [] : [`As the configuration says, events go on to ${names.join(', ')}.`];
}

async function openScratch(context: Context, scratch: string, close: () => void): Promise<Dev> {
  const found = findPlan(context.directory, undefined);
  const planFile = found ?? writeBuiltIn(scratch);
  const plan = readPlan(planFile, context.directory);
  const keys = writeScratchKeys(plan, scratch, Date.now());
  const { text, unconnected } = devConfig(plan, planFile, keys);
  const file = join(scratch, 'headgate.yaml');
  const { value: config, issues } = await loadConfig({ file, text, variables: context.environment });
  if (config === null) {
    const [first] = issues;
    throw new Failure(
      'usage',
      first?.message.replace(/\.$/, '') ?? 'no configuration',
      first?.mend ?? 'Name one.',
    );
  }
  const notes =
    found === null
      ? ['No plan here yet, so a built-in one is used: the event Hello of the source app.', BEGIN]
      : unconnected.map((vendor) => `${vendor} is not connected: that takes a headgate.yaml.`);
  return { config, plan, keyOf: devKey, notes: keys === null ? notes : [...notes, SEALED], close };
}

const SEALED = 'What is sealed, is sealed to keys made for this run, which nobody has: it cannot be opened.';
const BEGIN =
  'To begin, write telemetry/plan.yaml and a file for each event in telemetry/events/; see docs/plan.md.';

function readPlan(planFile: string, directory: string): Plan {
  if (findPlan(directory, planFile) === null) {
    throw new Failure('usage', `there is no plan at ${planFile}`, 'Write it, or name another under plan:.');
  }
  const files = readPlanFiles(planFile, directory);
  const { value } = parsePlan(files.plan, files.events);
  if (value !== null) return value;
  throw new Failure('usage', 'the plan has errors', `See them: headgate plan lint ${planFile}`);
}

function writeBuiltIn(scratch: string): string {
  const planFile = join(scratch, 'plan.yaml');
  mkdirSync(join(scratch, 'events'));
  writeFileSync(planFile, BUILT_IN_PLAN);
  writeFileSync(join(scratch, 'events', 'hello.yaml'), BUILT_IN_EVENT);
  return planFile;
}
