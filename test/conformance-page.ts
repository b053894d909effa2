/** Renders the part of docs/conformance.md that is known before a run: the SDKs, their versions, and what they give up by design. */
import { readFileSync } from 'node:fs';
import { BROWSER_SDKS } from './sdks/browser-sdks.ts';
import { NODE_SDKS } from './sdks/node-sdks.ts';
import { SITUATIONS } from './sdks/sdk.ts';
import type { Drops } from './sdks/sdk.ts';

interface Row {
  readonly name: string;
  readonly package: string;
  readonly drops: Drops;
}

/** The names of the rows, in the order of the two tables. */
export const ROW_NAMES: readonly string[] = [...NODE_SDKS, ...BROWSER_SDKS].map(({ name }) => name);

/** A Markdown table: a row for each SDK and each reason it has. */
export function renderDrops(): string {
  const versions = lockedVersions();
  const rows = [...NODE_SDKS, ...BROWSER_SDKS].flatMap((sdk) => dropRows(sdk, versions));
  return ['| SDK | version | gives up at | because it |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function dropRows({ name, package: from, drops }: Row, versions: ReadonlyMap<string, string>): string[] {
  const reasons = [...new Set(Object.values(drops))];
  return reasons.map((reason) => {
    const situations = Object.keys(SITUATIONS).filter((each) =>
      Object.entries(drops).some(([at, why]) => at === each && why === reason),
    );
    return `| ${name} | ${versions.get(from) ?? 'unknown'} | ${situations.join(', ')} | ${reason} |`;
  });
}

function lockedVersions(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { devDependencies }: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(text);
  return new Map(Object.entries(devDependencies));
}
