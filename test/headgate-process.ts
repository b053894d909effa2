/** The `headgate` command as a process of its own: what it wrote to its two streams, and how it ended. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from './compile-cache.ts';

const MAIN = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));

type Variables = Readonly<Record<string, string>>;

export interface EndedHeadgate {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedHeadgate {
  readonly child: ChildProcess;
  readonly ended: Promise<EndedHeadgate>;
  /** Resolves once a stream holds what matches; rejects when the process ends before. */
  readonly saw: (stream: 'stdout' | 'stderr', pattern: RegExp) => Promise<RegExpExecArray>;
}

/** Starts it in a directory, with no variables but those given and PATH. */
export function startHeadgate(
  directory: string,
  args: readonly string[],
  variables: Variables = {},
): StartedHeadgate {
  const child = spawn(process.execPath, ['--conditions=source', MAIN, ...args], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      ...COMPILE_CACHE,
      ...variables,
    },
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (more: string) => (text[name] += more));
  }
  const ended = new Promise<EndedHeadgate>((resolve) =>
    child.on('close', (code) => resolve({ code, ...text })),
  );
  const saw: StartedHeadgate['saw'] = (stream, pattern) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(text[stream]);
        if (found !== null) resolve(found);
      };
      child[stream].on('data', look);
      child.on('close', () => reject(new Error(`It ended without ${pattern.source}:\n${text.stderr}`)));
      look();
    });
  return { child, ended, saw };
}

/** A port that was free a moment ago and on which nobody listens. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
