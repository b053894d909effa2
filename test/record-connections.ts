/**
 * Loaded before a process's own code with `--import`: writes down whom it wants to reach, one line each, into the file
 * that `CONNECTIONS_FILE` names. Every TCP client of Node ends in `Socket.prototype.connect`.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const file = process.env['CONNECTIONS_FILE'] ?? '';

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Puts a note before a method of an object. */
function watch(target: object, name: string, note: (given: readonly unknown[]) => string): void {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== 'function') return;
  const watched: Method = function (...given) {
    appendFileSync(file, `${note(given)}\n`);
    return Reflect.apply(method, this, given);
  };
  Reflect.set(target, name, Object.assign(watched, method));
}

/** `tcp host:port` or `tcp path`, out of any of the forms that `connect` takes. */
function whither(given: readonly unknown[]): string {
  // Node's own callers hand over a list that is already in order.
  const [first, second] = Array.isArray(given[0]) ? (given[0] as readonly unknown[]) : given;
  if (typeof first === 'object' && first !== null) {
    const { host = 'localhost', port, path } = first as Readonly<Record<string, string | number | undefined>>;
    return typeof path === 'string' ? `tcp ${path}` : `tcp ${host}:${port}`;
  }
  return typeof first === 'number'
    ? `tcp ${typeof second === 'string' ? second : 'localhost'}:${first}`
    : `tcp ${String(first)}`;
}

watch(net.Socket.prototype, 'connect', whither);
for (const name of Object.keys(dns).filter((each) => /^(?:lookup|resolve|reverse)/.test(each))) {
  watch(dns, name, ([host]) => `dns ${String(host)}`);
  watch(dns.promises, name, ([host]) => `dns ${String(host)}`);
}
for (const name of ['send', 'connect']) watch(dgram.Socket.prototype, name, () => 'udp');
syncBuiltinESMExports();
