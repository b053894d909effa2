/** Runs one Node SDK in a process of its own. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Reply } from './node-child.ts';
import type { NodeSdk } from './node-sdks.ts';
import type { Numbered, Planted, SdkTask } from './sdk.ts';

const CHILD = fileURLToPath(new URL('node-child.ts', import.meta.url));

/** An SDK in another process or page. */
export interface RemoteSdk {
  act(planted: Planted): Promise<void>;
  track(events: readonly Numbered[]): Promise<void>;
  /** Resolves when the SDK is done or has given up; gives what it reported as failed. */
  flush(): Promise<readonly string[]>;
  /** How many times faster than real time the SDK's clock runs. */
  speed(factor: number): Promise<void>;
  /** What a visitor does who goes on to another page; a process has none to go from. */
  leave?(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it; its clock runs `factor` times faster while no request of it is under way. */
export async function startNodeSdk(sdk: NodeSdk, task: SdkTask, factor: number): Promise<RemoteSdk> {
  const child = fork(CHILD, [sdk.name, String(factor)], {
    execArgv: ['--conditions=source'],
    env: { ...withoutProxies(process.env), ...sdk.variables },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ask = askerOf(child);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  await ask({ kind: 'start', task }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    act: async (planted) => void (await ask({ kind: 'act', planted })),
    track: async (events) => void (await ask({ kind: 'track', events })),
    flush: async () => (await ask({ kind: 'flush' })) as readonly string[],
    speed: async (next) => void (await ask({ kind: 'speed', factor: next })),
    close,
  };
}

/** Some SDKs would send through a proxy that the environment names. */
function withoutProxies(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/_proxy$/i.test(name)));
}

function askerOf(child: ChildProcess): (order: Order) => Promise<unknown> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const written: string[] = [];
  let next = 1;
  child.stderr?.on('data', (piece: Buffer) => written.push(piece.toString('utf8')));
  child.on('message', ({ id, value, error }: Reply) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  });
  child.once('exit', (code, signal) => {
    for (const asked of waiting.values())
      asked.reject(new Error(`the SDK's process ended with ${code ?? signal}: ${written.join('')}`));
    waiting.clear();
  });
  return (order) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      child.send({ id, order }, (error) => error !== null && reject(error));
    });
}
