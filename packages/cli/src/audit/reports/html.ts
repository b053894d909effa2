/** The report as one HTML file: no network, no scripts, printable, in light and dark, every plot with a table beside it. */
import { formatCount, formatCounted, formatTime } from '../../words.ts';
import { printable } from '../../print.ts';
import type { AuditReport, ReportGroup, Share } from '../report.ts';
import { plotDays, plotKinds } from './plots.ts';
import { caveatsOf, detectorOf, formatBytes, formatShare, linesOf, placeOf } from './words.ts';

const STYLE = `
:root{color-scheme:light dark;--ink:#16202a;--paper:#fff;--soft:#5b6875;--line:#d5dce3;--bar:#2f6fb2;--high:#b3261e;--medium:#8a5a00;--low:#5b6875}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--paper:#12181e;--soft:#9aa7b4;--line:#33404d;--bar:#6aa9e9;--high:#ff8a80;--medium:#ffc766;--low:#9aa7b4}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}.high{color:var(--high);font-weight:700}.medium{color:var(--medium);font-weight:700}.low{color:var(--low)}
.note{border-left:.25rem solid var(--medium);padding:.25rem .75rem;margin:.5rem 0}.soft{color:var(--soft)}
svg{max-width:100%;height:auto}svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .bar{fill:var(--bar)}svg .axis{stroke:var(--line)}
.scroll{overflow-x:auto}details{margin:.5rem 0}
@media print{:root{color-scheme:light}body{margin:0;max-width:none}details::details-content{content-visibility:visible}tr{break-inside:avoid}}`;

/** Nothing may be loaded, whatever a name in the report holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

export function formatHtml(report: AuditReport): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Audit of telemetry</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Audit of telemetry</h1>
<p>${formatBytes(report.bytes)} in ${formatCounted(report.files, 'file')}, ${formatCounted(report.events, 'event')}, ${formatCount(report.eventsWithFindings)} of them with findings. No value of any event is in this report.</p>
${caveatsOf(report)
  .map((caveat) => `<p class="note" role="note">${text(caveat)}</p>`)
  .join('\n')}
${vendorPart(report)}
<h2 id="findings">Findings</h2>
${groupsTable(report.groups)}
<h2>By kind</h2>
${plotKinds(report.groups)}
<h2>Over time</h2>
${plotDays(report.days)}
<h2>Formats</h2>
${sharesTable('Events by format', report.formats)}
${unreadPart(report)}
</main>
</body>
</html>
`;
}

function vendorPart({ vendor }: AuditReport): string {
  if (vendor === null) return '';
  return `<p>Data of people at ${text(vendor.name)} is erased as described at <code>${text(vendor.erasure)}</code>.</p>`;
}

function groupsTable(groups: readonly ReportGroup[]): string {
  if (groups.length === 0) return '<p>Nothing was found in what was read.</p>';
  return `<div class="scroll" role="region" aria-labelledby="findings" tabindex="0">
<table>
<caption>One row for each kind of finding and place, the gravest first.</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">Kind</th><th scope="col">Where, and why</th><th scope="col" class="n">Events</th><th scope="col" class="n">Share</th><th scope="col" class="n">Values</th><th scope="col">First and last</th></tr></thead>
<tbody>
${groups.map(groupRow).join('\n')}
</tbody>
</table>
</div>`;
}

function groupRow(group: ReportGroup): string {
  const { severity, kind, interval, isNew } = group;
  const share =
    interval === null
      ? formatShare(group.share)
      : `${formatShare(interval.low)} – ${formatShare(interval.high)}`;
  const vendor = group.vendorField === null ? '' : `<br>There: ${text(group.vendorField)}`;
  const known = isNew ? '' : ' <span class="soft">(in the baseline)</span>';
  return `<tr><td class="${severity}">${severity}</td><th scope="row">${kind}${known}<br><span class="soft">${text(detectorOf(group))}</span></th><td><code>${text(placeOf(group))}</code><br>${prose(group.cause)}.${vendor}${namesPart(group)}</td><td class="n">${formatCount(group.events)}</td><td class="n">${share}</td><td class="n">${formatCount(group.values)}</td><td>${spanOf(group)}</td></tr>`;
}

function spanOf({ first, last }: ReportGroup): string {
  if (first === null || last === null) return '–';
  return [first, last].map((time) => formatTime(Date.parse(time))).join('<br>');
}

function namesPart({ names, formats }: ReportGroup): string {
  return `<details><summary>${formatCounted(names.length, 'event name')}</summary><p>${list(names)}</p><p>Formats: ${list(formats)}</p></details>`;
}

function list(shares: readonly Share[]): string {
  return shares.map(({ name, events }) => `${text(name)} ${formatCount(events)}`).join(', ');
}

function sharesTable(caption: string, shares: readonly Share[]): string {
  const rows = shares.map(
    ({ name, events }) =>
      `<tr><th scope="row">${text(name)}</th><td class="n">${formatCount(events)}</td></tr>`,
  );
  return `<table><caption>${caption}</caption><thead><tr><th scope="col">Name</th><th scope="col" class="n">Events</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function unreadPart({ unread, unreadMore }: AuditReport): string {
  if (unread.length === 0) return '';
  const rows = unread.map(
    (each) =>
      `<tr><th scope="row"><code>${text(each.file)}</code></th><td>${linesOf(each)}</td><td>${each.meaning}</td></tr>`,
  );
  const more = unreadMore > 0 ? `<p>And ${formatCount(unreadMore)} more.</p>` : '';
  return `<h2>Not read</h2><table><caption>What this report does not cover.</caption><thead><tr><th scope="col">File</th><th scope="col">Lines</th><th scope="col">Why</th></tr></thead><tbody>${rows.join('')}</tbody></table>${more}`;
}

/** A sentence in which names of fields stand in backticks. */
function prose(sentence: string): string {
  return text(sentence).replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}

function text(raw: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return printable(raw).replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? '');
}
