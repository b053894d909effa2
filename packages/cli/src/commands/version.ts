import type { Run } from '../command.ts';
import { readVersion } from '../version.ts';

/** Prints the version of Headgate and of the runtime it stands on. */
export const run: Run = async ({ print }) => {
  const headgate = readVersion();
  if (print.format === 'json') print.json({ schemaVersion: 1, headgate, node: process.versions.node });
  else print.data(`headgate ${headgate} (Node ${process.versions.node})`);
  return 'clean';
};
