/** Starts the gateway in this process, as `headgate serve` would; the variables of the environment are left out of it. */
import { formatIssue } from '@headgate/core';
import type { Checked } from '@headgate/core';
import { createGateway, createLog, createSystemClock, loadConfig } from '@headgate/gateway';
import type { Gateway } from '@headgate/gateway';
import { Failure } from '../exit.ts';
import { readVersion } from '../version.ts';

/** Rejects with a `Failure` when it cannot be made. `onLine` hears every line of its log. */
export async function startGateway(configFile: string, onLine: (line: string) => void): Promise<Gateway> {
  const config = settle(await loadConfig({ file: configFile, variables: {} }));
  const log = createLog(onLine, createSystemClock());
  const gateway = settle(await createGateway(config, { log, version: readVersion() }));
  await gateway.start();
  return gateway;
}

function settle<T>({ value, issues }: Checked<T>): T {
  if (value !== null) return value;
  const [first] = issues;
  const reason = first === undefined ? 'no reason was given' : formatIssue(first).replace(/\.$/, '');
  throw new Failure('internal', `the gateway of the demo does not start: ${reason}`, 'Please report it.');
}
