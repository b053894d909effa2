/** Starts a gateway in this process, and says in words what stands against it. */
import { createGateway, createLog, createSystemClock } from '@headgate/gateway';
import type { Config, Gateway, Ports } from '@headgate/gateway';
import { formatIssue } from '@headgate/core';
import type { Issue } from '@headgate/core';
import { urlOf } from './admin-address.ts';
import { Failure } from './exit.ts';
import { count } from './print-issues.ts';
import { printable } from './print.ts';
import type { Print, Sink } from './print.ts';
import { readVersion } from './version.ts';

export interface StartOptions {
  readonly config: Config;
  readonly print: Print;
  /** Where log lines go. */
  readonly stderr: Sink;
  /** Without life-cycle lines, only what is odd or wrong is logged. */
  readonly logsLife: boolean;
}

export interface RunningGateway {
  readonly gateway: Gateway;
  /** Where events are taken. */
  readonly url: string;
  readonly adminUrl: string;
}

/** Makes and starts a gateway. Rejects with a `Failure` of exit `usage` when it cannot run as configured. */
export async function startGateway(options: StartOptions): Promise<RunningGateway> {
  const { config, print, stderr } = options;
  const write = (line: string): void => {
    if (options.logsLife || !line.includes('"level":"info"')) stderr.write(line);
  };
  const log = createLog(write, createSystemClock());
  const { value: gateway, issues } = await createGateway(config, { log, version: readVersion() });
  for (const issue of issues) print.error(printable(formatIssue(issue)));
  if (gateway === null) throw refused(issues);
  const ports = await gateway.start().catch((error: unknown) => {
    throw addressFailure(error);
  });
  return { gateway, ...urlsOf(config, ports) };
}

function refused(issues: readonly Issue[]): Failure {
  const errors = issues.filter((issue) => issue.level === 'error').length;
  return new Failure(
    'usage',
    `the gateway cannot start: ${count(errors, 'error')}`,
    'Mend what stands above.',
  );
}

function urlsOf(config: Config, ports: Ports): Pick<RunningGateway, 'url' | 'adminUrl'> {
  return { url: urlOf(config.server.host, ports.server), adminUrl: urlOf(config.admin.host, ports.admin) };
}

/** Codes of https://nodejs.org/api/errors.html#common-system-errors that speak of an address. */
const ADDRESS_CODES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken',
  EADDRNOTAVAIL: 'is not of this machine',
  EACCES: 'may not be used by this user',
  ENOTFOUND: 'is not known',
};

/** The error itself where it does not speak of an address. */
function addressFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const problem = ADDRESS_CODES[error.code];
  if (problem === undefined) return error;
  const place = 'port' in error && typeof error.port === 'number' ? `port ${error.port}` : 'an address';
  return new Failure(
    'usage',
    `${place} ${problem}`,
    'See headgate doctor, or choose another under server: and admin:.',
  );
}
