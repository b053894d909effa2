/** Renders docs/detection/ from the list of detectors, their files and their fixtures, and the last run of the bench. */
import { FINDING_KINDS } from '@headgate/core';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { Results } from '../bench/detection/results.ts';
import type { Detector } from '../packages/core/src/detect/detector.ts';
import { NEVER } from '../packages/core/src/detect/detector.ts';
import { DETECTORS } from '../packages/core/src/detect/detectors/index.ts';
import { MEANING } from '../packages/core/src/detect/meaning.ts';
import { SIGN } from '../packages/core/src/detect/signs.ts';

const SOURCES = new URL('../packages/core/src/detect/detectors/', import.meta.url);
const FIXTURES = new URL('../fixtures/detect/', import.meta.url);
const RESULTS = new URL('../bench/detection/results.json', import.meta.url);
/** How many cases of each fixture a page shows, and how many characters of each. */
const CASES_MAX = 24;
const CASE_LENGTH_MAX = 140;

const INDEX_HEAD = `# Detection

What Headgate looks for in every text, number and key of an event, after undoing percent-encoding, base64 and JSON in strings. Each
detector has a page; [bench.md](bench.md) sets the whole beside other libraries. The pages are written by
\`UPDATE=1 npx vitest run test/documents.test.ts\`.

"Found" is the share of labelled values of the kind, in 1,200 telemetry events of eleven shapes, that cannot be read any more, encoded or not, from
what is left; "in vain" counts the fields without label, look-alikes included, that were altered as this kind. Both hold for the kind as a whole,
whichever of its detectors acted.`;

const INDEX_TAIL = `## Measuring it yourself

\`npm run bench:detection\` prints the comparison, \`npm run bench:detection -- --speed\` the speed. The labelled data is no part of this
repository. The bench reads it from \`../shared/data/detection\` or from the folder that \`HEADGATE_DETECTION_DATA\` names, as JSON lines:

| file | a line |
| --- | --- |
| \`telebench_dev.jsonl\` | \`event\`, its \`labels\` (JSON pointer, type, value, encoding, context), look-alikes as \`traps\`, \`freetext\` pointers |
| \`neg_user_agents_A.jsonl\` | \`text\`, a user agent |
| \`secrets_gitleaks_A.jsonl\`, \`secrets_noseyparker.jsonl\`, \`secrets_detect_secrets.jsonl\` | \`text\`, \`label\` (\`secret\` or \`none\`), \`rule\` |
| \`phones_A.jsonl\` | one number as \`national\`, \`national_fmt\`, \`e164\`, \`international\`, \`rfc3966\`, and its \`region\` |
| \`ids_datadog_sds.jsonl\` | \`value\`, whether it is \`valid\`, and the check as \`module\` |
| \`pii_presidio_recognizer_tests.jsonl\`, \`pii_presidio_synth_A.jsonl\` | \`text\` with \`spans\` |
| \`keys_trl_train.jsonl\` | a column's \`key\`, values as \`records\`, its class as \`pii\` |
| \`events_segment_docs.jsonl\` | \`event\` and its \`silver\` labels |
| \`robust_blns.json\`, \`robust_jsontestsuite.jsonl\` | naughty strings; documents in base64 |`;

/** Each page's file name and its Markdown. */
export function renderDetectionPages(): ReadonlyMap<string, string> {
  const results = JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
  const pages = DETECTORS.map((detector) => [fileOf(detector), page(detector, results)] as const);
  return new Map([['README.md', index(results)], ...pages]);
}

function index(results: Results): string {
  const rows = DETECTORS.map((detector) => {
    const { id, kind } = detector;
    const result = results.kinds[kind];
    const share = result === undefined ? '–' : `${percent(result.found, result.of)} of ${result.of}`;
    const vain = result === undefined ? '–' : String(result.vain);
    const [what = ''] = docstring(detector).split(/(?<=\.)\s/);
    const cells = [`[${code(id)}](${fileOf(detector)})`, code(kind), FINDING_KINDS[kind], what, share, vain];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const head = [
    '| detector | kind | class | what | found | in vain |',
    '| --- | --- | --- | --- | --: | --: |',
  ];
  return `${INDEX_HEAD}\n\n${[...head, ...rows].join('\n')}\n\n${INDEX_TAIL}\n`;
}

function page(detector: Detector, results: Results): string {
  const { id, kind, version } = detector;
  const facts = [
    `Kind ${code(kind)}, class ${code(FINDING_KINDS[kind])}, version ${version}.`,
    `It looks at a text ${triggerOf(detector)}${keysOf(detector)}.`,
  ];
  return `${[
    `# ${code(id)}`,
    docstring(detector),
    facts.join(' '),
    '## Measured',
    measured(detector, results),
    '## Found',
    cases(id, 'found'),
    '## Not found',
    cases(id, 'not-found'),
  ].join('\n\n')}\n`;
}

function measured({ kind }: Detector, { kinds, unlabelled }: Results): string {
  const result = kinds[kind];
  if (result === undefined) return 'The labelled telemetry events hold none of this kind.';
  const shared = DETECTORS.filter((other) => other.kind === kind).length > 1;
  return `${shared ? 'All detectors of this kind together: of' : 'Of'} ${result.of} labelled values in 1,200 telemetry events, ${result.found} were found (${percent(
    result.found,
    result.of,
  )}); of ${unlabelled.toLocaleString('en-US')} other fields, ${result.vain} were altered as this kind.`;
}

function triggerOf({ trigger }: Detector): string {
  if (trigger === NEVER) return 'never by its own signs';
  const signs = namesOf(SIGN, trigger);
  return signs.length === 0 ? 'always' : `with the ${signs.length === 1 ? 'sign' : 'signs'} ${list(signs)}`;
}

function keysOf({ meanings = 0 }: Detector): string {
  return meanings === 0 ? '' : `, and under keys that mean ${list(namesOf(MEANING, meanings))}`;
}

function namesOf(bits: Readonly<Record<string, number>>, set: number): readonly string[] {
  return Object.keys(bits).filter((name) => ((bits[name] ?? 0) & set) !== 0);
}

function list(names: readonly string[]): string {
  return names.map(code).join(', ');
}

function cases(id: string, name: string): string {
  const all = readCases(id, name);
  if (all.length === 0) return 'No case.';
  const shown = all.slice(0, CASES_MAX).map((each) => {
    const line = each.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', ' → ');
    const characters = Array.from(line);
    return characters.length <= CASE_LENGTH_MAX ? line : `${characters.slice(0, CASE_LENGTH_MAX).join('')}…`;
  });
  const rest = all.length - shown.length;
  return `\`\`\`\`text\n${shown.join('\n')}\n\`\`\`\`${rest === 0 ? '' : `\n\nAnd ${rest} more in \`fixtures/detect/${id}/\`.`}`;
}

function readCases(id: string, name: string): readonly string[] {
  const lines = new URL(`${id}/${name}.txt`, FIXTURES);
  if (existsSync(lines)) return readFileSync(lines, 'utf8').split('\n').filter(Boolean);
  return JSON.parse(readFileSync(new URL(`${id}/${name}.json`, FIXTURES), 'utf8')) as readonly string[];
}

/** Read once, since every page looks for its own among them. */
const TEXTS = readdirSync(SOURCES)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(new URL(file, SOURCES), 'utf8'));

/** What the file of the detector says above its export, on one line. */
function docstring({ id }: Detector): string {
  const text = TEXTS.find((each) => each.includes(`id: '${id}'`)) ?? '';
  // The last one, because the formats of numbers in the file may go by the same id.
  const before = text.slice(0, text.lastIndexOf(`id: '${id}'`));
  const comment = before.slice(before.lastIndexOf('/**') + 3, before.lastIndexOf('*/'));
  return comment
    .replaceAll(/^\s*\* ?/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function fileOf({ id }: Detector): string {
  return `${id.replaceAll('_', '-')}.md`;
}

function percent(count: number, of: number): string {
  return `${((100 * count) / Math.max(1, of)).toFixed(1)} %`;
}

function code(text: string): string {
  return `\`${text}\``;
}
