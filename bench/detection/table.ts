/** The page of the comparison: every candidate beside every measure. */
import type { Score } from './score.ts';

export interface Column {
  readonly name: string;
  readonly version: string;
  readonly configuration: string;
  /** By measure; null where the candidate was stopped. */
  readonly scores: ReadonlyMap<string, readonly Score[] | null>;
  /** Events a CPU-second, of the telemetry events; null where it was stopped. */
  readonly rate: number | null;
  /** The dearest character of the worst cases; at least that much where the candidate was stopped. */
  readonly worst: { readonly nanoseconds: number; readonly isBounded: boolean };
}

export interface Limits {
  readonly secondsMax: number;
  readonly secondsMaxWorst: number;
}

const HEAD = `# Detection, measured

\`UPDATE=1 npm run bench:detection\` writes this page. It hands the same events to every candidate, in a thread of its own, and reads what
comes back; [README.md](README.md) says what the data is. Candidates are used as their own documents show it first, on every text and
every key of an event.

- A labelled value counts as found when it cannot be read from what is left, neither as it is nor through percent- or form-encoding, JSON
  escapes or base64, inside each other. A field that is gone is found.
- A clean leaf is a text or number without label, look-alike or free text. A look-alike (version, order number, trace id, …) is one that
  was put there to be mistaken.
- Secrets have no spans, so any change of the text counts, also one that has nothing to do with the secret. It flatters candidates that
  change much; read it beside the look-alikes.
- Of the identifiers that are labelled right, Headgate leaves two: a Czech one without a check digit whose date is none, and a French one with
  strange characters in it. Two kinds whose check the set itself gets wrong are left out. What stands under a key for wallets,
  tokens, passports or routing numbers it takes whatever its check says.
- The data was made for telemetry, and Headgate was developed on these very sets: its figures here are the upper end. The other libraries were made
  for prose and chats, mostly of the United States.`;

/** The page as Markdown. */
export function renderTable(
  columns: readonly Column[],
  titles: ReadonlyMap<string, string>,
  limits: Limits,
): string {
  const sections = [...titles].map(([measure, title]) => section(columns, measure, title));
  return `${[HEAD, candidates(columns), ...sections, speed(columns), notes(limits)].join('\n\n')}\n`;
}

function candidates(columns: readonly Column[]): string {
  const rows = columns.map(
    ({ name, version, configuration }) => `| ${name} | ${version} | \`${configuration}\` |`,
  );
  return ['## Candidates', '', '| name | version | configuration |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function section(columns: readonly Column[], measure: string, title: string): string {
  const named = columns.flatMap(({ scores }) => (scores.get(measure) ?? []).filter(({ by }) => by === null));
  const names = [...new Map(named.map((score) => [score.name, score])).values()];
  const rows = names.map(({ name, of, wanted }) => {
    const cells = columns.map(({ scores }) =>
      cell(scores.get(measure)?.find((score) => score.name === name)),
    );
    return `| ${name} (${wanted === 'many' ? '↑' : '↓'}, of ${of.toLocaleString('en-US')}) | ${cells.join(' | ')} |`;
  });
  return [`## ${title}`, '', ...head(columns), ...rows].join('\n');
}

function head(columns: readonly Column[]): readonly string[] {
  return [
    `| measure | ${columns.map(({ name }) => name).join(' | ')} |`,
    `| --- | ${columns.map(() => '--:').join(' | ')} |`,
  ];
}

function cell(score: Score | undefined): string {
  return score === undefined ? 'stopped' : `${percentOf(score)} %`;
}

/** With two digits after the point where the share is small enough for them to matter. */
export function percentOf({ count, of }: Score): string {
  const percent = (100 * count) / Math.max(1, of);
  return percent.toFixed(percent > 0 && percent < 1 ? 2 : 1);
}

function speed(columns: readonly Column[]): string {
  const rates = columns.map(({ rate }) =>
    rate === null ? 'stopped' : Math.round(rate).toLocaleString('en-US'),
  );
  const worst = columns.map(
    ({ worst: { nanoseconds, isBounded } }) =>
      `${isBounded ? '' : '> '}${Math.round(nanoseconds).toLocaleString('en-US')}`,
  );
  return [
    '## Speed',
    '',
    ...head(columns),
    `| telemetry events a CPU-second (↑) | ${rates.join(' | ')} |`,
    `| dearest character of the worst cases, in ns (↓) | ${worst.join(' | ')} |`,
  ].join('\n');
}

function notes({ secondsMax, secondsMaxWorst }: Limits): string {
  return `Rates count the thread's CPU time, the copying of each event included, in one pass over cold code: they compare candidates with each
other. \`npm run bench:detection -- --speed\` measures Headgate alone, warm and against \`JSON.parse\`. The worst cases are texts of 48,000
characters made to be dear. A candidate is given ${secondsMax} s for a measure, "stopped" means that it was not done by then, and ${secondsMaxWorst} s for each of the
worst cases.`;
}
