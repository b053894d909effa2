import { createClient } from '@headgate/api';
import type { Context, Run } from '../command.ts';
import { curlLine, placeholdersIn } from '../dev/dev-config.ts';
import { openDev } from '../dev/open-dev.ts';
import type { Dev } from '../dev/open-dev.ts';
import { formatTapped } from '../format-event.ts';
import { startGateway } from '../start-gateway.ts';
import type { RunningGateway } from '../start-gateway.ts';

/** Runs a gateway on this machine and shows events as they come, until a signal. What it made for itself is removed. */
export const run: Run = async (context, given) => {
  const dev = await openDev(context, given);
  try {
    const { print, stderr } = context;
    const running = await startGateway({ config: dev.config, print, stderr, logsLife: context.verbose });
    try {
      welcome(context, dev, running);
      await showEvents(context, running);
    } finally {
      await running.gateway.stop();
    }
  } finally {
    dev.close();
  }
  return 'clean';
};

function welcome({ print }: Context, dev: Dev, { url, adminUrl }: RunningGateway): void {
  for (const note of dev.notes) print.note(note);
  print.note(`events at ${url}, admin at ${adminUrl}, Ctrl-C stops`);
  const line = curlLine(dev.plan, { url, keyOf: dev.keyOf });
  if (line === null) return;
  const missing = placeholdersIn(line);
  print.note(`send one${missing === null ? '' : `, with your own ${missing}`}:\n  ${line}`);
}

async function showEvents({ print, signal }: Context, { gateway, adminUrl }: RunningGateway): Promise<void> {
  const client = createClient({ url: adminUrl, token: gateway.adminToken, fetch, signal });
  for await (const line of client.tap({}, signal)) {
    if (line.kind !== 'event') continue;
    if (print.format === 'json') print.json(line);
    else print.data(formatTapped(line));
  }
}
