/** The plan as one page of Markdown, for wikis and pull requests. */
import type { Catalogue, CatalogueEvent, CatalogueField, Exporter } from './exported.ts';
import { categoryWords, signalWords, standingWords, typeWords, unaskedWords, wireWords } from './words.ts';

export const markdown: Exporter = {
  gives: 'plan.md: vendors, purposes, and for each event its fields and what each vendor gets of them',
  write: (catalogue) => [{ name: 'plan.md', content: page(catalogue) }],
};

function page(catalogue: Catalogue): string {
  const { id, description, vendors, purposes, events } = catalogue;
  const parts = [
    `# Plan ${cell(id)}`,
    ...(description === '' ? [] : [cell(description)]),
    '## Vendors',
    table(
      ['vendor', 'kind', 'role', 'region', 'highest tier', 'kept for'],
      vendors.map((each) => [
        each.name,
        each.kind,
        each.role,
        each.region ?? '–',
        String(each.ceiling),
        each.retention ?? '–',
      ]),
    ),
    '## Purposes',
    table(
      ['use', 'legal basis', 'signals of consent', 'nobody asked'],
      purposes.map((each) => [each.use, each.basis, signalWords(each), unaskedWords(each)]),
    ),
    ...contextPart(catalogue),
    '## Events',
    ...events.flatMap((event) =>
      eventPart(
        event,
        vendors.map(({ name }) => name),
      ),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function eventPart(event: CatalogueEvent, vendors: readonly string[]): readonly string[] {
  const { spec, team, expires, subjects, fields } = event;
  const facts = [
    ['sent as', wireWords(event)],
    ['version', spec.version],
    ['status', spec.status],
    ['expires', expires],
    ['owner', team ?? '–'],
    ['sources', spec.sources.join(', ')],
    ['subjects', subjects.join(', ')],
    ['purposes', spec.purposes.map(({ use }) => use).join(', ')],
  ];
  return [
    `### ${cell(spec.id)}`,
    cell(spec.description),
    facts.map(([name = '', value = '']) => `- ${name}: ${cell(value)}`).join('\n'),
    fields.length === 0 ? 'It has no fields.' : fieldsTable(fields, vendors),
  ];
}

function contextPart({ context, vendors }: Catalogue): readonly string[] {
  if (context.length === 0) return [];
  return [
    '## Context',
    'Fields that SDKs put around every event.',
    fieldsTable(
      context,
      vendors.map(({ name }) => name),
    ),
  ];
}

function fieldsTable(fields: readonly CatalogueField[], vendors: readonly string[]): string {
  const rows = fields.map((field) => [
    `\`${field.spec.path}\`${field.isRequired ? ' (required)' : ''}${field.isDeprecated ? ' (deprecated)' : ''}`,
    field.description === '' ? '–' : field.description,
    typeWords(field),
    categoryWords(field),
    ...field.standings.map(standingWords),
  ]);
  return table(['field', 'meaning', 'type', 'category', ...vendors], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  return [row(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(row)].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** Text that cannot end its cell, begin a tag or a link, or be read as emphasis. */
function cell(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return line
    .split(/(`[^`]*`)/u)
    .map((part) =>
      part.startsWith('`') ? part.replaceAll('|', '\\|') : part.replaceAll(/[\\|<>*_[\]`#]/gu, '\\$&'),
    )
    .join('');
}
