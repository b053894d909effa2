/** docs/lint.md, from the documents of the rules: what each finds, why, how it is mended, and an example. */
import { EXCUSABLE_RULES, PLAN_RULES } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { STALE_BASELINE } from '../packages/cli/src/findings/baseline.ts';
import { expectedFile, readPlan, readRule } from './lint-rules.ts';

/** Findings shown of one rule. */
const SHOWN_MAX = 2;
/** Characters of a line of the plan that are shown. */
const LINE_MAX = 110;

const HEAD = `# The rules of \`headgate plan lint\`

Rules of the **language** come from the parser and the compiler: the gateway refuses a plan that breaks one of its violations.
The others look further. They are checked once the plan can be read.

| level | what it means | ends with 1 |
| --- | --- | --- |
| violation | to be mended | always, but for \`--fail-on never\` |
| improvement | would make the plan better | with \`--fail-on improvement\` or \`information\` |
| information | to be known | with \`--fail-on information\` |

## To let a finding stand

In the file where it is found, in plan.yaml or in an event:

\`\`\`yaml
suppressions:
  - rule: special-category
    path: /schema/properties/diet # a JSON Pointer into this file; what is below it is meant too
    owner: dpo@shop.example
    reason: Explicit consent, assessment of May, section 4.
    expires: 2027-03-31 # the last day on which it holds
\`\`\`

\`lint\` in plan.yaml sets what a rule counts as in the whole plan: \`off\`, \`warning\` (an improvement) or \`error\` (a violation).

All five keys of a suppression are required. A suppression that names no rule, excuses nothing or is past its day is found itself. What the gateway
would refuse cannot be excused.

For a plan that was there before the lint, a **baseline** names what was found then:

\`\`\`console
$ headgate plan lint --write-baseline lint-baseline.json
$ headgate plan lint --baseline lint-baseline.json                                        # only what is new fails
$ headgate plan lint --baseline lint-baseline.json --write-baseline lint-baseline.json    # only ever shorter
\`\`\`

Entries are fingerprints of rule, file and JSON Pointer, so they survive moved lines; there is no value in them. Paths are taken from
the directory in which the command runs.

## To have it mended

\`headgate plan lint --fix\` mends what has one right answer: words in the wrong case (\`call: Track\`), versions (\`1.0\`), days
(\`2027/6/30\`, \`Never\`), a tier that does nothing, an entry that stands twice. Comments, order and layout stay.

What comes out in which format: [ci.md](ci.md).

## Rules`;

export function renderLintPage(): string {
  const rules = [...PLAN_RULES, STALE_BASELINE];
  const rows = rules.map(({ id, level, kind, what }) => {
    const excuse = EXCUSABLE_RULES.has(id) ? 'yes' : 'no';
    return `| [\`${id}\`](#${id}) | ${level} | ${kind} | ${excuse} | ${cell(what)} |`;
  });
  const table = ['| rule | level | about | excusable | what |', '| --- | --- | --- | --- | --- |', ...rows];
  return `${[HEAD, table.join('\n'), ...rules.map(({ id }) => section(id))].join('\n\n')}\n`;
}

function section(id: string): string {
  const {
    level,
    kind,
    what,
    why,
    mend,
    roles = [],
  } = {
    ...readRule(id),
    ...[...PLAN_RULES, STALE_BASELINE].find((rule) => rule.id === id),
  };
  const review = roles.length === 0 ? '' : ` For ${roles.join(' and ')} to look at.`;
  return [
    `### ${id}`,
    `${level}, ${kind}. ${what}${review}`,
    `**Why.** ${why}`,
    `**How to mend it.** ${mend}`,
    examples(id),
  ].join('\n\n');
}

interface Expected {
  readonly ruleId: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

function examples(id: string): string {
  const { plan, events } = readPlan(id, 'bad');
  const files = new Map([plan, ...events].map(({ path, text }) => [path, text.split('\n')]));
  const expected = JSON.parse(readFileSync(expectedFile(id), 'utf8')) as Expected[];
  const shown = expected.filter(({ ruleId }) => ruleId === id).slice(0, SHOWN_MAX);
  const lines = shown.flatMap(({ path, line, message }) => {
    const text = files.get(path)?.[line - 1]?.trim();
    const short = text === undefined || text.length <= LINE_MAX ? text : `${text.slice(0, LINE_MAX)} …`;
    return [...(short === undefined ? [] : [short]), `# ${path}: ${message}`];
  });
  return ['```yaml', ...lines, '```'].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
