/** Renders docs/plan-diff.md from the table of kinds, the facts and the budget of capacity. */
import { KINDS } from '@headgate/core';
import type { writtenFacts } from '@headgate/core';
import { CAPACITY_BUDGET_BITS, CAPACITY_GROWTH_BITS } from '../packages/core/src/plan/diff/capacity.ts';
import { CONDITIONS } from '../packages/core/src/plan/diff/kind-row.ts';
import type { KindRow } from '../packages/core/src/plan/diff/kind-row.ts';
import { KIND_GROUPS } from '../packages/core/src/plan/diff/kinds.ts';

const HEAD = `# What differs between two plans

\`\`\`
headgate plan diff --against main                       the plan at the same place in a commit
headgate plan diff telemetry --against ../before        another directory
headgate plan diff --against gateway                    what a running gateway admitted last
headgate plan diff --against plan.lock.json             a lock: which parts changed, not what in them
\`\`\`

Every difference is of one kind. A kind says two things that do not depend on each other: what it breaks for those who send and use
the data (SemVer), and whether more personal data may flow (**widening**), less (**narrowing**) or as much. A patch may widen: longer
retention breaks nobody. From the kinds follows who must agree: all the roles of all kinds together, and the team that owns the event.
\`headgate plan lock\` writes the kinds down, and the gateway computes them again before it lets a plan in force.

Fields are compared after references are followed and annotations handed down, so it does not matter how a plan is written. A
difference whose meaning is not known is K06 and asks everyone; so does a word of the plan language that nobody has judged yet.

| option | meaning |
| --- | --- |
| \`--against\` | \`gateway\`: the plan that a running gateway admitted last, or else has in force, asked for at \`--admin\` or where the configuration says. A lock or an \`accepted-plan.json\` (\`.json\`) or a directory where there is one of that name, else a commit or branch. A commit without a plan makes the plan new (A01). |
| \`--fail-on\` | \`widening\`, \`any\` or \`never\` (default): what ends with 1. What cannot be approved ends with 1 in the first two. |
| \`--facts\` | A JSON file with what plans cannot say, see below. |
| \`--format\`, \`--output\` | As of the [lint](ci.md): each change is a finding at its place in the files. What widens is a warning (level improvement), what nobody can approve an error (violation), the rest a notice (information); \`--output markdown=diff.md\` is a comment for the request. |
| \`--format json\` | \`schemaVersion\`, \`changes\` (kind, event, JSON Pointer, message, semver, direction, roles) and \`summary\`: effect, direction, roles, fields that newly reach a vendor, categories that a vendor newly gets, bits of capacity. |

Exit codes: 0 done, 1 as \`--fail-on\` says, 2 either plan cannot be read, 5 a file is too large.

## Capacity

A field leaves room for so many bits: a boolean one, a list of values the logarithm of their number, text eight for each character
unless a pattern says less. Over the fields of an event that help to tell people apart (tier 3 and above, and what describes or places
a person), ${CAPACITY_BUDGET_BITS} bits single out one person among all alive. An event that comes above that, or grows by more than ${CAPACITY_GROWTH_BITS} bits in one change, is D24.`;

export function renderPlanDiffPage(): string {
  return [HEAD, renderFacts(), renderKinds(), renderConditions()].join('\n\n');
}

const FACTS: Readonly<Record<keyof typeof writtenFacts.shape, string>> = {
  today: 'Day of the comparison, `YYYY-MM-DD` in UTC. The command fills it in.',
  unseenDays:
    'Event → days since it was last seen, `null` for never. One that is missing counts as still received (B04).',
  renewals: 'Event → renewals so far. One that is missing counts as renewed before (J02).',
  used: 'Events of which somebody has shown that they are used (J01).',
  brokenGlass: 'Where the gate was passed by without its signatures (A21).',
  replayedTo: 'Vendors to which stored events were sent again (I15).',
  taxonomyMoved: '`{ changedKeys: [...] }`: the taxonomy that Headgate carries moved (A02, A03).',
  stepsReordered: 'The gateway validates, transforms or asks for consent in another order (F09).',
};

function renderFacts(): string {
  const rows = Object.entries(FACTS).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
  const head = '## Facts\n\nWhat is missing counts against the change: more roles are asked, not fewer.';
  return [head, '', '| fact | meaning |', '| --- | --- |', ...rows].join('\n');
}

const FROM = { facts: ' Seen in facts only.', unwritable: ' `headgate/v1` cannot write it.' } as const;

function renderKinds(): string {
  const groups = Object.entries(KIND_GROUPS).map(([letter, title]) => {
    const rows = Object.entries<KindRow>(KINDS).filter(([id]) => id.startsWith(letter));
    const head = ['| kind | change | SemVer | privacy | roles |', '| --- | --- | --- | --- | --- |'];
    return [`### ${letter}: ${title}`, '', ...head, ...rows.map(([id, row]) => renderRow(id, row))].join(
      '\n',
    );
  });
  const head = `## Kinds

${Object.keys(KINDS).length} kinds. **W** widens, **N** narrows, 0 does neither, = is what the changes it stands for are. Every kind has a case in
\`fixtures/plan-diff/\`. This page is written by \`UPDATE=1 npx vitest run test/documents.test.ts\`.`;
  return [head, ...groups].join('\n\n');
}

const SIGNS = { widening: '**W**', narrowing: 'N', neutral: '0', derived: '=' } as const;

/** Kinds whose row names nobody, who is not the owner of the event. */
const ASKED: Readonly<Record<string, string>> = {
  C22: 'those of the fields it admits',
  E13: 'the old owner and the new',
  E14: 'nobody: an error of the lint',
  K05: 'nobody',
};

function renderRow(
  id: string,
  { title, semver, direction, roles, min = {}, also = [], from }: KindRow,
): string {
  const more = also.map(({ when, roles: added }) => `+${added.join(', ') || 'owners of the rule'} (${when})`);
  if (direction === 'derived') {
    return `| \`${id}\` | ${title}. | = | = | those of the changes it stands for |`;
  }
  const named = roles.map((role) => (min[role] === undefined ? role : `${role} ×${min[role]}`));
  const asked = [named.join(', '), ...more].filter((each) => each !== '').join('; ');
  const words = title
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;')
    .replaceAll('*', String.raw`\*`);
  const note = from === undefined ? '' : FROM[from];
  return `| \`${id}\` | ${words}.${note} | ${semver} | ${SIGNS[direction]} | ${asked || (ASKED[id] ?? 'owner')} |`;
}

function renderConditions(): string {
  const rows = Object.entries(CONDITIONS).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
  return ['## Conditions', '', '| condition | when |', '| --- | --- |', ...rows].join('\n');
}
