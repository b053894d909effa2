/**
 * The plan as one page of HTML: no network, a search that works where scripts do, printable, in light and dark. It has one
 * anchor for each event. Nothing but its own style and its own script is let run, by their digests.
 */
import type { Catalogue, CatalogueEvent, CatalogueField, Exporter } from './exported.ts';
import { SCRIPT, SCRIPT_DIGEST, STYLE, STYLE_DIGEST } from './html-assets.ts';
import { categoryWords, signalWords, standingWords, typeWords, unaskedWords, wireWords } from './words.ts';

const POLICY = `default-src 'none'; style-src '${STYLE_DIGEST}'; script-src '${SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'`;

export const html: Exporter = {
  gives: 'catalogue.html: the plan as one searchable page that needs no network',
  write: (catalogue) => [{ name: 'catalogue.html', content: page(catalogue) }],
};

function page(catalogue: Catalogue): string {
  const { id, description, events } = catalogue;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Plan ${text(id)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#events">To the events</a>
<header>
<h1>Plan ${text(id)}</h1>
${description === '' ? '' : `<p>${text(description)}</p>`}
<form role="search" id="search" hidden>
<label for="words">Search events, fields and categories</label>
<input id="words" type="search" autocomplete="off" spellcheck="false">
<label for="vendor">Reached by</label>
<select id="vendor"><option value="">any vendor</option>${catalogue.vendors.map(({ name }) => `<option>${text(name)}</option>`).join('')}</select>
<output id="found" for="words vendor" aria-live="polite"></output>
</form>
</header>
<main>
${vendorsPart(catalogue)}
${purposesPart(catalogue)}
${contextPart(catalogue)}
<section aria-labelledby="events">
<h2 id="events">Events</h2>
<nav aria-label="Events"><ul class="index">
${events.map(({ spec }) => `<li><a href="#event-${text(spec.id)}">${text(spec.id)}</a></li>`).join('\n')}
</ul></nav>
${events.map(eventPart).join('\n')}
</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function vendorsPart({ vendors }: Catalogue): string {
  const rows = vendors.map(
    ({ name, kind, role, region, ceiling, retention }) =>
      `<tr><th scope="row">${text(name)}</th><td>${text(kind)}</td><td>${text(role)}</td><td>${text(region ?? '–')}</td><td>${ceiling}</td><td>${text(retention ?? '–')}</td></tr>`,
  );
  return section(
    'vendors',
    'Vendors',
    ['Vendor', 'Kind', 'Role', 'Region', 'Highest tier', 'Kept for'],
    rows,
  );
}

function purposesPart({ purposes }: Catalogue): string {
  const rows = purposes.map(
    (each) =>
      `<tr><th scope="row">${text(each.use)}</th><td>${text(each.basis)}</td><td>${text(signalWords(each))}</td><td>${text(unaskedWords(each))}</td></tr>`,
  );
  return section('purposes', 'Purposes', ['Use', 'Legal basis', 'Signals of consent', 'Nobody asked'], rows);
}

function contextPart({ context, vendors }: Catalogue): string {
  if (context.length === 0) return '';
  const names = vendors.map(({ name }) => name);
  return section(
    'context',
    'Context',
    ['Field', 'Meaning', 'Type', 'Category', ...names],
    context.map(fieldRow),
  );
}

function section(id: string, title: string, head: readonly string[], rows: readonly string[]): string {
  const body = rows.length === 0 ? '<p>None.</p>' : table(id, head, rows);
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`;
}

function table(labelledBy: string, head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((each) => `<th scope="col">${text(each)}</th>`).join('');
  return `<div class="scroll" role="region" aria-labelledby="${labelledBy}" tabindex="0"><table><thead><tr>${cells}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function eventPart(event: CatalogueEvent): string {
  const { spec, team, expires, subjects, questions, fields } = event;
  const facts: readonly (readonly [string, string])[] = [
    ['Sent as', wireWords(event)],
    ['Version', spec.version],
    ['Status', spec.status],
    ['Expires', expires],
    ['Owner', team ?? '–'],
    ['Sources', spec.sources.join(', ')],
    ['Subjects', subjects.join(', ')],
    ['Purposes', spec.purposes.map(({ use }) => use).join(', ')],
    ...questions.map((question) => ['Question', question] as const),
  ];
  const id = `event-${text(spec.id)}`;
  const vendors = fields[0]?.standings.map(({ vendor }) => vendor) ?? [];
  const reached = vendors.filter((vendor) => fields.some((field) => isReached(field, vendor)));
  return `<article id="${id}" aria-labelledby="${id}-name" data-vendors="${text(reached.join(' '))}">
<h3 id="${id}-name"><a href="#${id}">${text(spec.id)}</a></h3>
<p>${text(spec.description)}</p>
<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${text(value)}</dd></div>`).join('')}</dl>
${
  fields.length === 0
    ? '<p>It has no fields.</p>'
    : table(`${id}-name`, ['Field', 'Meaning', 'Type', 'Category', ...vendors], fields.map(fieldRow))
}
</article>`;
}

function isReached({ standings }: CatalogueField, vendor: string): boolean {
  return standings.some((each) => each.vendor === vendor && each.form !== null);
}

function fieldRow(field: CatalogueField): string {
  const marks = `${field.isRequired ? ' <span class="soft">required</span>' : ''}${field.isDeprecated ? ' <span class="soft">deprecated</span>' : ''}`;
  const cells = field.standings.map(
    (each) => `<td class="${each.form === null ? 'kept' : 'sent'}">${text(standingWords(each))}</td>`,
  );
  return `<tr><th scope="row"><code>${text(field.spec.path)}</code>${marks}</th><td>${text(field.description)}</td><td>${text(typeWords(field))}</td><td${field.spec.declared ? '' : ' class="open"'}>${text(categoryWords(field))}</td>${cells.join('')}</tr>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that cannot begin a tag or end an attribute, without characters that turn the direction of others. */
function text(raw: string): string {
  return raw
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/[&<>"']/gu, (mark) => ENTITIES[mark] ?? '');
}
