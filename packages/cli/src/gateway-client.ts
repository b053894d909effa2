/** The way from a command to the gateway that runs: where it is, with which token, and what its answers mean for the exit. */
import {
  GatewayRefused,
  GatewayUnauthorised,
  GatewayUnreachable,
  REFUSALS,
  createClient,
} from '@headgate/api';
import type { Client, RefusalName } from '@headgate/api';
import { placeOf } from '@headgate/core';
import type { Context, Given } from './command.ts';
import { textOption } from './command.ts';
import { Failure } from './exit.ts';
import type { Exit } from './exit.ts';
import { findAdmin, readToken } from './admin-address.ts';

const TIMEOUT_SECONDS_MAX = 86_400;

/** What a refusal of the gateway means for the one who asked. */
const ENDINGS = {
  unauthorised: { exit: 'denied', mend: 'Set HEADGATE_ADMIN_TOKEN.' },
  'bad-request': { exit: 'usage', mend: 'Run the command with --help to see what it takes.' },
  'too-large': { exit: 'usage', mend: 'Shorten what you send.' },
  'wrong-media-type': { exit: 'internal', mend: 'Please report it.' },
  'unknown-route': { exit: 'unreachable', mend: 'Use the headgate of the version that the gateway has.' },
  'unknown-vendor': { exit: 'usage', mend: 'See the vendors with headgate vendor list.' },
  'unknown-event': {
    exit: 'usage',
    mend: 'Only the newest events are remembered; see them with headgate tap.',
  },
  'no-accepted-plan': { exit: 'usage', mend: 'Put a locked and signed plan in force first.' },
  'no-canary': { exit: 'usage', mend: 'Begin one: headgate plan promote --canary.' },
  'plan-refused': { exit: 'findings', mend: 'See its issues with headgate plan lint.' },
  'too-many-taps': { exit: 'unreachable', mend: 'Close another tap, and try again.' },
  'inference-runs': { exit: 'unreachable', mend: 'Wait for the other to end, and try again.' },
  stopping: { exit: 'unreachable', mend: 'Try again when it runs again.' },
  internal: { exit: 'internal', mend: 'Please report it; the log of the gateway says more.' },
} as const satisfies Readonly<Record<RefusalName, { exit: Exit; mend: string }>>;

export interface Asked {
  readonly client: Client;
  readonly url: string;
}

export interface AskOptions {
  /** False for streams, which last as long as they are read. Default true. */
  readonly isTimed?: boolean;
}

/** Asks the gateway and turns its ways of saying no into a `Failure`. */
export async function askGateway<T>(
  context: Context,
  given: Given,
  ask: (asked: Asked) => Promise<T>,
  { isTimed = true }: AskOptions = {},
): Promise<T> {
  const address = await findAdmin(context, given);
  const token = readToken(context, address);
  const patienceMs = timeoutMs(given);
  const timeout = AbortSignal.timeout(patienceMs);
  const signal = isTimed ? AbortSignal.any([context.signal, timeout]) : context.signal;
  const client = createClient({ url: address.url, token, fetch, signal });
  try {
    return await ask({ client, url: address.url });
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (isTimed && timeout.aborted && error instanceof GatewayUnreachable)
      throw tooSlow(address.url, patienceMs);
    throw failureOf(error, address.url, token !== null);
  }
}

/** Something took the connection: to start a second gateway would not help. */
function tooSlow(url: string, patienceMs: number): Failure {
  const mend =
    'Ask again with a longer --timeout; if it hangs, end it and start it again, its log says what it did last.';
  return new Failure(
    'unreachable',
    `the gateway at ${url} does not answer within ${patienceMs / 1000} s`,
    mend,
  );
}

function failureOf(error: unknown, url: string, hasToken: boolean): unknown {
  if (error instanceof GatewayUnreachable) {
    const mend = 'Start it with headgate serve, or say where it is with --admin.';
    return new Failure('unreachable', `no gateway answers at ${url}`, mend);
  }
  if (error instanceof GatewayUnauthorised) {
    const message = hasToken ? 'the gateway does not know this admin token' : 'there is no admin token';
    const mend = 'Set HEADGATE_ADMIN_TOKEN, or run where the admin-token file of the gateway can be read.';
    return new Failure('denied', message, mend);
  }
  if (error instanceof GatewayRefused) {
    const { refusal, issues = [] } = error.problem;
    const { exit, mend } = ENDINGS[refusal];
    const meaning = REFUSALS[refusal].meaning.replace(/\.$/, '');
    const first = issues.find(({ level }) => level === 'error');
    if (first === undefined) return new Failure(exit, meaning, mend);
    const place = first.line === 0 ? '' : `${placeOf(first)} `;
    return new Failure(exit, `${meaning}: ${place}${first.message.replace(/\.$/, '')}`, first.mend);
  }
  return error;
}

function timeoutMs(given: Given): number {
  const seconds = Number(textOption(given, 'timeout') ?? '10');
  if (seconds > 0 && seconds <= TIMEOUT_SECONDS_MAX) return seconds * 1000;
  throw new Failure('usage', '--timeout is not a number of seconds', `Write 1 to ${TIMEOUT_SECONDS_MAX}.`);
}
