/** Where the admin port is, and the token for it. */
import { readFileSync } from 'node:fs';
import type { Context, Given } from './command.ts';
import { textOption } from './command.ts';
import { Failure } from './exit.ts';

export interface AdminAddress {
  readonly url: string;
  /** File that holds the token; null where the address is of another machine, which must not learn ours. */
  readonly tokenFile: string | null;
}

const TOKEN_BYTES_MAX = 4_096;
/** Listening on all addresses of the machine includes its own loopback. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * The address as named with `--admin`, else as the configuration has it. The configuration is read only where something
 * is missing, because reading it loads the gateway.
 */
export async function findAdmin(context: Context, given: Given): Promise<AdminAddress> {
  const named = textOption(given, 'admin');
  if (named !== undefined) {
    const url = checkUrl(named);
    if (!isLoopback(url) || tokenOf(context) !== null) return { url: url.origin, tokenFile: null };
    return { url: url.origin, tokenFile: (await readAdmin(context, given)).tokenFile };
  }
  const { host, port, tokenFile } = await readAdmin(context, given);
  if (port === 0) {
    throw new Failure('usage', 'the admin port is any free one', 'Name the one it took with --admin.');
  }
  return { url: urlOf(host, port), tokenFile };
}

async function readAdmin(
  context: Context,
  given: Given,
): Promise<{ readonly host: string; readonly port: number; readonly tokenFile: string }> {
  const [{ dataFilesIn }, { readPlaces }] = await Promise.all([
    import('@headgate/gateway'),
    import('./read-config.ts'),
  ]);
  const { admin, dataDirectory } = await readPlaces(context, given);
  return { ...admin, tokenFile: dataFilesIn(dataDirectory).adminToken };
}

/** The token of the environment, else that of the file; null where neither is there. */
export function readToken(context: Context, { tokenFile }: AdminAddress): string | null {
  const token = tokenOf(context);
  if (token !== null || tokenFile === null) return token;
  try {
    return readFileSync(tokenFile, 'utf8').slice(0, TOKEN_BYTES_MAX).trim();
  } catch {
    return null;
  }
}

function tokenOf({ environment }: Context): string | null {
  const token = environment['HEADGATE_ADMIN_TOKEN']?.trim() ?? '';
  return token === '' ? null : token;
}

/** `http://host:port` of a place that is listened on. */
export function urlOf(host: string, port: number): string {
  const reached = LOOPBACK_OF[host] ?? host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

function checkUrl(named: string): URL {
  const url = URL.parse(named);
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return url;
  throw new Failure('usage', '--admin is not an address', 'Write it as http://127.0.0.1:4401.');
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
