import { loadConfig, maskConfig } from '@headgate/gateway';
import type { Run } from '../command.ts';
import { isGiven } from '../command.ts';
import { configFileOf } from '../config-file.ts';
import { printable } from '../print.ts';
import { readConfigToShow } from '../read-config.ts';

/** Prints the configuration with secrets masked: what was set, or with `--effective` every value in force. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const config = await readConfigToShow(context, given);
  const values = flatten(maskConfig(config));
  if (!isGiven(given, 'effective')) {
    const defaults = await loadConfig({ file: configFileOf(context, given), text: '' });
    const unset = new Map(defaults.value === null ? [] : flatten(maskConfig(defaults.value)));
    for (const [path, text] of unset) if (values.get(path) === text) values.delete(path);
  }
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, file: config.file, values: Object.fromEntries(values) });
    return 'clean';
  }
  print.note(`from ${printable(config.file)}`);
  for (const [path, value] of values) print.data(`${printable(path)}: ${printable(value)}`);
  return 'clean';
};

/** One line for each value: `server.port` → `4400`. Empty sections are left out. */
function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map(value === undefined ? [] : [[path, JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, below]) => [
      ...flatten(below, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
