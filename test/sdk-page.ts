/** Renders docs/sdks.md from the catalogue, so that page and code cannot differ. */
import { CONTEXT_FIELDS, SDKS, contextField } from '@headgate/core';
import type { AutomaticField, SdkEntry, SideChannel } from '@headgate/core';
import { tierOfField } from '../packages/core/src/plan/taxonomy/tier.ts';

const HEAD = `# SDKs

What changes in an app is the host. For each SDK: the code that points it at the gateway, whom it talks to beside that, and what it
adds to messages by itself. \`headgate doctor --sdk <package> --gateway <origin>\` prints the same for your own host. The tables are
checked against what the real packages send (\`test/automatic.test.ts\`, and \`test/servers/automatic-browser.test.ts\` in Chromium): nothing
beyond them, and nothing in them that does not come.
This page is written by \`UPDATE=1 npx vitest run test/documents.test.ts\` from \`packages/core/src/automatic/\`.

Put a TLS-terminating proxy in front, on a host of your own domain. It must not log query strings: some SDKs carry events or keys in
them. The gateway sets no cookie and logs no request line, query or header.

## The minimal profile

What of these fields a plan lets out that writes \`context: { vendors: … }\` and no \`schema\`. All others are dropped.`;

const TREATMENTS: Readonly<Record<SideChannel['treatment'], string>> = {
  answered: 'answered quietly, nothing goes on',
  refused: 'thrown away, counted as `opaque-content`',
  elsewhere: '**goes past the gateway**',
};

/** The page as Markdown. */
export function renderSdkPage(): string {
  return [HEAD, profileTable(), ...SDKS.map(section)].join('\n\n') + '\n';
}

function profileTable(): string {
  const rows = Object.keys(CONTEXT_FIELDS).flatMap((path) => {
    const field = contextField(path);
    if (field === undefined || field.minimal === 'drop') return [];
    const form = field.minimal === 'keep' ? 'as it is' : code(nameOf(field.minimal.transform));
    return [`| ${code(`context.${path}`)} | ${code(field.category)} | ${tier(field.category)} | ${form} |`];
  });
  return ['| field | category | tier | sent |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function nameOf(transform: string | Readonly<Record<string, unknown>>): string {
  return typeof transform === 'string' ? transform : (Object.keys(transform)[0] ?? '');
}

function section(entry: SdkEntry): string {
  const parts = [
    `## ${entry.package}`,
    `Read in ${entry.versions}; runs in ${entry.runtime === 'node' ? 'Node' : 'browsers'}; speaks \`${entry.protocol}\`.`,
    `\`\`\`js\n${entry.snippet('https://telemetry.shop.example').trim()}\n\`\`\``,
    ...(entry.notes.length === 0 ? [] : [entry.notes.map((note) => `- ${note}`).join('\n')]),
    sideChannels(entry),
    `<details><summary>What it adds by itself (${entry.automatic.length} fields)</summary>\n\n${automatic(entry)}\n\n</details>`,
  ];
  return parts.join('\n\n');
}

function sideChannels({ sideChannels: channels }: SdkEntry): string {
  if (channels.length === 0) return 'It asks nobody but the ingest host, for nothing but its events.';
  const rows = channels.map(
    ({ asks, what, treatment, option }) =>
      `| ${code(asks)} | ${what} | ${TREATMENTS[treatment]} | ${option === null ? '–' : code(option)} |`,
  );
  return [
    '| it also asks | for | treatment | option that closes it |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function automatic({ automatic: fields }: SdkEntry): string {
  const rows = fields.map((field) => {
    const category = categoryOf(field);
    const known = category === null ? '–' : code(category);
    const becomes = field.becomes === null ? 'read by nobody' : code(field.becomes);
    return `| ${code(field.wire)} | ${field.when ?? 'always'} | ${becomes}${remarkOf(field)} | ${known} | ${category === null ? '–' : tier(category)} | ${minimalOf(field)} |`;
  });
  const head = [
    '| sent as | when | becomes | category | tier | minimal profile |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return [...head, ...rows].join('\n');
}

/** What else is to be said of where it goes. */
function remarkOf({ readAs, namedBy }: AutomaticField): string {
  const remarks = [readAs, namedBy === undefined ? undefined : `names: ${namedBy}`];
  return remarks.map((remark) => (remark === undefined ? '' : ` (${remark})`)).join('');
}

function categoryOf({ becomes, category }: AutomaticField): string | null {
  if (category !== undefined) return category;
  return becomes === null ? null : (contextField(becomes.replace(/^context\./, ''))?.category ?? null);
}

function minimalOf({ becomes }: AutomaticField): string {
  const field =
    becomes?.startsWith('context.') === true ? contextField(becomes.slice('context.'.length)) : undefined;
  if (becomes === null || becomes === 'key') return 'never leaves';
  if (!becomes.startsWith('context.')) return 'by the plan';
  if (field === undefined || field.minimal === 'drop') return 'dropped';
  return field.minimal === 'keep' ? 'as it is' : code(nameOf(field.minimal.transform));
}

function tier(category: string): string {
  return String(tierOfField([category], false, undefined));
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}
