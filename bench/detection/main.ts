/**
 * `npm run bench:detection`: Headgate and its rivals on the labelled data, as one page on stdout. `--speed` measures speed
 * alone; `--only <name>` takes the candidates whose name holds it; `--all` prints every part of Headgate's figures.
 * UPDATE=1 writes docs/detection/bench.md and bench/detection/results.json.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { isMet } from '../measure.ts';
import { adversarialTexts } from './adversarial.ts';
import type { Candidate } from './candidate.ts';
import { DATA_MISSING, findData } from './data.ts';
import { loadHeadgate } from './headgate.ts';
import { toResults } from './results.ts';
import { installRivals } from './rivals/install.ts';
import { openRunner } from './runner.ts';
import type { Runner } from './runner.ts';
import type { Measure, Score } from './score.ts';
import { MEASURES } from './scores/index.ts';
import { measureSpeed } from './speed.ts';
import type { Column } from './table.ts';
import { percentOf, renderTable } from './table.ts';

const LIMITS = { secondsMax: 120, secondsMaxWorst: 20 } as const;
/** What a candidate is given for each further measure once it was stopped. */
const SECONDS_MAX_SLOW = 20;
const PAGE = fileURLToPath(new URL('../../docs/detection/bench.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));

const folder = findData();
if (folder === null) {
  process.stderr.write(DATA_MISSING);
  process.exitCode = 2;
} else if (process.argv.includes('--speed')) showSpeed(folder);
else await compare(folder);

function showSpeed(data: string): void {
  for (const row of measureSpeed(data)) {
    const value = row.value >= 100 ? Math.round(row.value).toLocaleString('en-US') : row.value.toFixed(2);
    const met = isMet(row);
    const verdict = met === null ? '' : met ? 'met' : 'NOT MET';
    process.stdout.write(`${row.name.padEnd(44)} ${value.padStart(10)} ${row.unit.padEnd(16)} ${verdict}\n`);
  }
}

async function compare(data: string): Promise<void> {
  const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
  const named = [...described()].filter(({ name }) => only === undefined || name.includes(only));
  const prepared = MEASURES.map((measure) => [measure, measure.prepare(data)] as const);
  const columns: Column[] = [];
  for (const candidate of named) columns.push(await columnOf(candidate, prepared));
  const titles = new Map(MEASURES.map(({ id, title }) => [id, title]));
  const page = await format(renderTable(columns, titles, LIMITS), {
    parser: 'markdown',
    ...(await resolveConfig(PAGE)),
  });
  process.stdout.write(page);
  const [headgate] = columns;
  if (headgate?.name === 'Headgate') finish(headgate);
  if (process.env['UPDATE'] === '1' && only === undefined) writeFileSync(PAGE, page);
}

type Described = Omit<Candidate, 'scrub'>;

function described(): readonly Described[] {
  const rivals = installRivals().map((rival) => ({ ...rival, name: rival.package }));
  return [loadHeadgate(), ...rivals];
}

type Prepared = readonly (readonly [Measure, ReturnType<Measure['prepare']>])[];

async function columnOf({ name, version, configuration }: Described, prepared: Prepared): Promise<Column> {
  process.stderr.write(`${name} …\n`);
  const runner = openRunner(name);
  const scores = new Map<string, readonly Score[] | null>();
  let rate: number | null = null;
  let secondsMax: number = LIMITS.secondsMax;
  for (const [{ id }, { inputs, read }] of prepared) {
    const run = await runner.run(inputs, secondsMax);
    scores.set(id, run === null ? null : read(run.outputs));
    if (run === null) secondsMax = SECONDS_MAX_SLOW;
    else if (id === 'telebench') rate = inputs.length / run.seconds;
  }
  const worst = await worstOf(runner);
  await runner.close();
  return { name, version, configuration, scores, rate, worst };
}

/** One text after the other, so that what one of them costs is known. Ends with the first that is not done in time. */
async function worstOf(runner: Runner): Promise<Column['worst']> {
  let nanoseconds = 0;
  for (const [, text] of adversarialTexts()) {
    const run = await runner.run([{ message: text }], LIMITS.secondsMaxWorst);
    const seconds = run?.seconds ?? LIMITS.secondsMaxWorst;
    nanoseconds = Math.max(nanoseconds, (seconds * 1e9) / text.length);
    if (run === null) return { nanoseconds, isBounded: false };
  }
  return { nanoseconds, isBounded: true };
}

function finish({ scores }: Column): void {
  const all = [...scores.values()].flatMap((each) => each ?? []);
  if (process.argv.includes('--all')) {
    for (const score of all.filter(({ by }) => by !== null)) {
      process.stdout.write(`${score.by}: ${score.name}  ${percentOf(score)} % of ${score.of}\n`);
    }
  }
  if (process.env['UPDATE'] === '1') {
    writeFileSync(RESULTS, `${JSON.stringify(toResults(all), null, 2)}\n`);
  }
}
