/** What `headgate doctor --sdk` says of one SDK: how it is pointed at the gateway, and whom else it would talk to. */
import { SDKS } from '@headgate/core';
import type { SdkEntry, SideChannel } from '@headgate/core';
import { Failure } from '../exit.ts';
import type { Print } from '../print.ts';

const TREATMENTS: Readonly<Record<SideChannel['treatment'], string>> = {
  answered: 'answered by the gateway, nothing goes on',
  refused: 'taken and thrown away, counted as opaque-content',
  elsewhere: 'goes past the gateway',
};

/** The origin that stands in the snippet where none is given. */
export const GATEWAY_DEFAULT = 'https://telemetry.example';

/** Prints the entry of one package; `all` lists every package. Throws a `Failure` of exit `usage` for an unknown name. */
export function showSdk(print: Print, name: string, gateway: string): void {
  if (name === 'all') {
    showAll(print);
    return;
  }
  const entry = SDKS.find((each) => each.package === name);
  if (entry === undefined) {
    const known = SDKS.map((each) => each.package).join(', ');
    throw new Failure('usage', 'the SDK is not in the catalogue', `Known: ${known}; or all.`);
  }
  const origin = originOf(gateway);
  if (print.format === 'json')
    print.json({ schemaVersion: 1, ...jsonOf(entry), snippet: entry.snippet(origin) });
  else showEntry(print, entry, origin);
}

function originOf(gateway: string): string {
  const url = URL.parse(gateway);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.host !== '';
  if (!isOrigin)
    throw new Failure('usage', '--gateway is no web address', 'Write it like https://host:port.');
  return url.origin;
}

function showAll(print: Print): void {
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, sdks: SDKS.map(jsonOf) });
    return;
  }
  const width = Math.max(...SDKS.map((each) => each.package.length));
  for (const { package: name, versions, runtime, protocol } of SDKS) {
    print.data(`${name.padEnd(width)}  ${runtime.padEnd(7)}  ${protocol.padEnd(11)}  ${versions}`);
  }
}

function jsonOf(entry: SdkEntry): object {
  const { package: name, versions, runtime, protocol, automatic, sideChannels, notes } = entry;
  return { package: name, versions, runtime, protocol, automatic, sideChannels, notes };
}

function showEntry(print: Print, entry: SdkEntry, origin: string): void {
  const heading = (text: string): void => print.data(`\n${print.style('bold', text)}`);
  print.data(`${print.style('bold', entry.package)}  read in ${entry.versions}, speaks ${entry.protocol}`);
  heading('Point it at the gateway');
  print.data(entry.snippet(origin));
  heading('Whom else it asks');
  if (entry.sideChannels.length === 0) print.data('Nobody.');
  for (const { asks, what, treatment, option } of entry.sideChannels) {
    const closed = option === null ? '' : `; closed by ${option}`;
    print.data(`${asks}\n  ${what}: ${TREATMENTS[treatment]}${closed}`);
  }
  heading('What it adds by itself');
  print.data(
    `${entry.automatic.length} fields; --format json lists them. A plan without a schema of its own`,
  );
  print.data('lets the minimal profile out and nothing else of them.');
  if (entry.notes.length === 0) return;
  heading('Good to know');
  for (const note of entry.notes) print.data(`- ${note}`);
}
