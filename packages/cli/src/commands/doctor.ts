import type { Config } from '@headgate/gateway';
import { basename, dirname } from 'node:path';
import { NO_PSEUDONYMS, checkPlan } from '../check-plan.ts';
import { textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { configFileOf, hasConfigFile } from '../config-file.ts';
import { failed, passed, skipped } from '../doctor/check.ts';
import type { Check } from '../doctor/check.ts';
import { checkDisk, checkPrivate, checkWritable } from '../doctor/check-files.ts';
import { checkMachine } from '../doctor/check-machine.ts';
import { checkPort } from '../doctor/check-port.ts';
import { Failure, gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';
import { count } from '../print-issues.ts';
import { printable } from '../print.ts';
import type { Print } from '../print.ts';

/** Checks everything that a gateway needs here, without touching the network beyond this machine. */
export const run: Run = async (context, given) => {
  const sdk = textOption(given, 'sdk');
  if (sdk !== undefined) {
    const { GATEWAY_DEFAULT, showSdk } = await import('../doctor/show-sdk.ts');
    showSdk(context.print, sdk, textOption(given, 'gateway') ?? GATEWAY_DEFAULT);
    return 'clean';
  }
  const machine = checkMachine();
  const broken = machine.some((check) => check.state === 'failed');
  // Without its libraries the gateway's own code cannot be loaded to read the configuration.
  const rest = broken
    ? [skipped('configuration', 'not read, because of the above')]
    : await checkGateway(context, given);
  const checks = [...machine, ...rest];
  show(context.print, checks);
  const exits = checks.map((check): Exit => {
    if (check.state !== 'failed') return 'clean';
    return check.name === 'configuration' ? 'usage' : 'findings';
  });
  return gravest(exits);
};

async function checkGateway(context: Context, given: Given): Promise<readonly Check[]> {
  const { readConfig, readPlaces } = await import('../read-config.ts');
  const { dataFilesIn } = await import('@headgate/gateway');
  const isThere = hasConfigFile(context, given);
  const config = await (isThere ? readConfig(context, given) : readPlaces(context, given)).catch(failureOf);
  if (config instanceof Failure) return [failed('configuration', config.message, config.mend)];
  const files = dataFilesIn(config.dataDirectory, config.keyFile);
  const found = isThere ? configFileOf(context, given) : 'no headgate.yaml, so defaults hold';
  return [
    isThere ? passed('configuration', found) : skipped('configuration', found),
    ...(await checkPlanOf(config, context, isThere)),
    ...(await checkPorts(config, context, given)),
    checkWritable(config.dataDirectory),
    await checkDisk(config.dataDirectory),
    checkPrivate('key file', files.keys),
    checkPrivate('admin token', files.adminToken),
  ];
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** The plan by itself; and, where it has no error and there is a configuration, the plan together with that. */
async function checkPlanOf(
  config: Config,
  { directory }: Context,
  isConfigured: boolean,
): Promise<readonly Check[]> {
  const { planFile } = config;
  const found = findPlan(directory, planFile);
  if (found === null) {
    const missing = failed('plan', `there is no ${planFile}`, 'Write one, or name it under plan:.');
    return [missing, checkHosts(config)];
  }
  const files = readPlanFiles(found, directory);
  const errors = checkPlan(files).filter((issue) => issue.level === 'error').length;
  const what = `${basename(dirname(found))}/${basename(found)} with ${count(files.events.length, 'event')}`;
  if (errors > 0) {
    const mend = `Run: headgate plan lint ${found}`;
    return [failed('plan', `${what} has ${count(errors, 'error')}`, mend), checkHosts(config)];
  }
  return [
    passed('plan', `${what} compiles`),
    isConfigured ? await checkConnections(config) : checkHosts(config),
  ];
}

/** Whether settings and secrets of the vendors, and the keys that are sealed to, are those that the plan takes. */
async function checkConnections(config: Config): Promise<Check> {
  const { checkPlan: checkStart, createSystemClock } = await import('@headgate/gateway');
  const { issues } = await checkStart(config, NO_PSEUDONYMS, createSystemClock());
  const errors = issues.filter((issue) => issue.level === 'error');
  const [first] = errors;
  if (first === undefined) return checkHosts(config);
  const more = errors.length > 1 ? ` (and ${count(errors.length - 1, 'error')} more)` : '';
  return failed('connections', `${first.message}${more}`, 'Run: headgate config validate');
}

/** Names the vendors that are connected. Their hosts are not looked up: that would tell a name server of them. */
function checkHosts({ connections }: Config): Check {
  if (connections.length === 0) return skipped('vendors', 'none is connected');
  const names = connections.map(({ vendor, environment }) => `${vendor} (${environment})`);
  return passed('vendors', `${names.join(', ')}; not contacted`);
}

async function checkPorts(config: Config, context: Context, given: Given): Promise<readonly Check[]> {
  const { askGateway } = await import('../gateway-client.ts');
  const isAlive = await askGateway(context, given, ({ client }) => client.isAlive()).catch(() => false);
  // Another gateway lives there too: the own one knows the token in the data directory.
  const isOurs = await askGateway(context, given, ({ client }) => client.status()).then(
    () => true,
    (error: unknown) => !(error instanceof Failure && error.exit === 'denied'),
  );
  const holder = isAlive ? (isOurs ? 'ours' : 'other') : 'unknown';
  const ports = [
    { name: 'port for events', ...config.server },
    { name: 'admin port', ...config.admin },
  ];
  return Promise.all(ports.map((listen) => checkPort(listen, holder)));
}

function show(print: Print, checks: readonly Check[]): void {
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, checks });
    return;
  }
  const signs = {
    passed: print.style('green', '✔'),
    failed: print.style('red', '✘'),
    skipped: print.style('dim', '–'),
  };
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, state, found, mend } of checks) {
    print.data(`${signs[state]} ${name.padEnd(width)}  ${printable(found)}`);
    if (mend !== '') print.data(`  ${' '.repeat(width)}  → ${printable(mend)}`);
  }
  const faults = checks.filter(({ state }) => state === 'failed').length;
  print.note(faults === 0 ? 'all is well' : `${count(faults, 'thing')} to mend`);
}
