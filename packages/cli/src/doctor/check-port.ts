import { createServer } from 'node:net';
import { failed, passed, skipped } from './check.ts';
import type { Check } from './check.ts';

export interface Listen {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** Who answers at the admin address: the gateway of this configuration, another, or nobody that is known. */
export type Holder = 'ours' | 'other' | 'unknown';

/** Whether the gateway could listen there, or does. */
export async function checkPort({ name, host, port }: Listen, holder: Holder): Promise<Check> {
  const place = `${host}:${port}`;
  const code = await listenOnce(host, port);
  if (code === null) return passed(name, `${place} is free`);
  if (code === 'EADDRINUSE' && holder === 'ours')
    return skipped(name, `${place} is held by the gateway that runs`);
  if (code === 'EADDRINUSE' && holder === 'other') {
    const mend = 'Choose another port, stop that gateway, or set HEADGATE_ADMIN_TOKEN if it is yours.';
    return failed(name, `${place} is held by a gateway that does not know the admin token here`, mend);
  }
  if (code === 'EADDRINUSE')
    return failed(name, `${place} is taken`, 'Stop what holds it, or choose another port.');
  return failed(
    name,
    `${place} cannot be listened on (${code})`,
    'Choose an address of this machine and a free port.',
  );
}

/** Null when it went well, else the code of the error. */
function listenOnce(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
