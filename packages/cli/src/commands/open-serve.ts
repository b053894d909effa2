import { textOption } from '../command.ts';
import type { Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { withKeys } from '../keys/key-scope.ts';
import { urlOf } from '../admin-address.ts';
import { openDesk } from '../open/open-desk.ts';
import { createOpenServer } from '../open/open-server.ts';
import { endBackups } from '../subject/vault-scope.ts';
import { untilStopped } from '../until-stopped.ts';

const HOUR_MS = 3_600_000;
const LOOPBACK = /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/;

/** Runs the open service until a signal. Policy and keys are those of its start; what is erased meanwhile counts at once. */
export const run = withKeys(async (context, given) => {
  const { print, signal } = context;
  const host = textOption(given, 'host') ?? '127.0.0.1';
  const port = portOf(given);
  const { desk, policy, places } = await openDesk(context, given);
  const onFault = (cause: string): void => print.error(`a request failed inside (${cause})`);
  const server = createOpenServer({ desk, limits: policy.limits, now: Date.now, onFault });
  const bound = await server.listen({ host, port }).catch(() => {
    throw new Failure('usage', 'the port cannot be had', 'Name another with --port.');
  });
  if (!LOOPBACK.test(host)) {
    print.error(
      'Values leave in the clear here: let a proxy with TLS be the only one that reaches this port.',
    );
  }
  print.note(`opens fields at ${urlOf(host, bound)}, audit in ${places.audit}`);
  const sweep = setInterval(() => endBackups(context, places, Date.now()), HOUR_MS);
  await untilStopped(signal);
  clearInterval(sweep);
  await server.close();
  return 'clean';
});

function portOf(given: Given): number {
  const text = textOption(given, 'port') ?? '';
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Failure('usage', '--port is not a port', 'Write 0 to 65535; 0 takes a free one.');
}
