import type { Run } from '../command.ts';
import { hasConfigFile, noConfigFile } from '../config-file.ts';
import { readConfig } from '../read-config.ts';
import { startGateway } from '../start-gateway.ts';
import { untilStopped } from '../until-stopped.ts';

/** Runs the gateway until a signal; then what was accepted is kept, and the files are closed. */
export const run: Run = async (context, given) => {
  const { print, stderr, signal } = context;
  if (!hasConfigFile(context, given)) throw noConfigFile(given);
  const config = await readConfig(context, given);
  const { gateway, url, adminUrl } = await startGateway({ config, print, stderr, logsLife: true });
  print.note(`events at ${url}, admin at ${adminUrl}`);
  await untilStopped(signal);
  await gateway.stop();
  return 'clean';
};
