/** `npm run bench`: one table. `--json` prints one line per row; `--only <name>` runs one bench. */
import { benchAudit } from './audit.ts';
import { benchDecide } from './decide.ts';
import { benchBatches, benchDepth, benchMemory, benchSingles } from './http.ts';
import { isMet } from './measure.ts';
import type { Row } from './measure.ts';
import { benchPlanDiff } from './plan-diff.ts';
import { benchPlanLint } from './plan-lint.ts';
import { benchProtocols } from './protocols.ts';
import { benchSeal } from './seal.ts';

const BENCHES: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  decide: benchDecide,
  batches: benchBatches,
  singles: benchSingles,
  protocols: benchProtocols,
  'plan-diff': benchPlanDiff,
  'plan-lint': benchPlanLint,
  depth: benchDepth,
  memory: benchMemory,
  audit: benchAudit,
  seal: benchSeal,
};

const json = process.argv.includes('--json');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;

for (const [name, bench] of Object.entries(BENCHES)) {
  if (only !== undefined && only !== name) continue;
  process.stderr.write(`${name} …\n`);
  for (const row of await bench()) process.stdout.write(`${json ? asJson(row) : asText(row)}\n`);
}

function asJson(row: Row): string {
  const { name, value, unit, target = null } = row;
  return JSON.stringify({ name, value, unit, target, met: isMet(row) });
}

function asText(row: Row): string {
  const value = row.value >= 100 ? Math.round(row.value).toLocaleString('en-US') : row.value.toFixed(2);
  const sign = row.atMost === true ? '≤' : '≥';
  const target = row.target === undefined ? '' : `${sign} ${row.target.toLocaleString('en-US')}`;
  const met = isMet(row);
  const verdict = met === null ? '' : met ? 'met' : 'NOT MET';
  return `${row.name.padEnd(52)} ${value.padStart(10)} ${row.unit.padEnd(16)} ${target.padEnd(10)} ${verdict}`;
}
