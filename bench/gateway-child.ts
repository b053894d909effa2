/** The gateway under load, in a process of its own, so that its CPU and memory are its alone. Speaks over IPC. */
import { formatIssue } from '@headgate/core';
import { createGateway, createLog, createSystemClock, loadConfig } from '@headgate/gateway';
import { readFileSync } from 'node:fs';

/** `usage` collects garbage first, so that memory says something; `cpu` does not, so that a short turn says something. */
export type Ask = 'usage' | 'cpu';

/** What the child says of itself whenever it is asked. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Anonymous memory in MB: the heap and buffers, without the queue's file map, which the kernel can take back. */
  readonly anonymousMb: number;
}

const config = await loadConfig({ file: process.argv[2] ?? '' });
if (config.value === null) throw new Error(config.issues.map(formatIssue).join('\n'));
const gateway = await createGateway(config.value, {
  log: createLog((line) => process.stderr.write(line), createSystemClock()),
  version: 'bench',
});
if (gateway.value === null) throw new Error(gateway.issues.map(formatIssue).join('\n'));
const ports = await gateway.value.start();
process.send?.({ ports, token: gateway.value.adminToken });
process.on('message', (ask: Ask) => {
  if (ask === 'usage') globalThis.gc?.();
  process.send?.(usage());
});
process.on('disconnect', () => process.exit(0));

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const anonymous = /RssAnon:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return { cpuSeconds: (user + system) / 1e6, anonymousMb: Number(anonymous) / 1024 };
}
