/** The plots of the HTML report, as inline SVG with a table of the same figures. */
import { formatCount } from '../../words.ts';
import type { AuditReport, ReportGroup } from '../report.ts';

const WIDTH = 720;
const LABEL_WIDTH = 130;
const ROW_HEIGHT = 24;
const TIME_HEIGHT = 160;
/** More bars than this would be thinner than a line; days are then joined. */
const BARS_MAX = 120;

/** Findings by kind. */
export function plotKinds(groups: readonly ReportGroup[]): string {
  const counts = new Map<string, number>();
  for (const { kind, values } of groups) counts.set(kind, (counts.get(kind) ?? 0) + values);
  const kinds = [...counts].toSorted((left, right) => right[1] - left[1]);
  if (kinds.length === 0) return '<p>Nothing to show.</p>';
  const most = Math.max(...counts.values());
  const bars = kinds.map(([kind, values], at) => {
    const top = at * ROW_HEIGHT;
    const width = Math.max(1, (values / most) * (WIDTH - LABEL_WIDTH - 90));
    return (
      `<text x="${LABEL_WIDTH - 8}" y="${top + 16}" text-anchor="end">${kind}</text>` +
      `<rect class="bar" x="${LABEL_WIDTH}" y="${top + 4}" width="${width.toFixed(1)}" height="16"/>` +
      `<text x="${(LABEL_WIDTH + width + 6).toFixed(1)}" y="${top + 16}">${formatCount(values)}</text>`
    );
  });
  return (
    svg(kinds.length * ROW_HEIGHT, 'Values found, by kind', bars.join('')) +
    twin('Values found, by kind', ['Kind', 'Values'], kinds)
  );
}

/** Events with a finding, over time. */
export function plotDays(days: AuditReport['days']): string {
  const counts = new Map<string, number>();
  for (const { day, events } of days) if (day !== '') counts.set(day, (counts.get(day) ?? 0) + events);
  const perDay = [...counts].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const [first, last] = [perDay[0]?.[0], perDay.at(-1)?.[0]];
  if (first === undefined || last === undefined) return '<p>No event with a finding had a time.</p>';
  const bins = binsOf(perDay, Date.parse(first), Date.parse(last));
  const most = Math.max(...bins);
  const step = WIDTH / bins.length;
  const bars = bins.map((events, at) => {
    const height = (events / most) * TIME_HEIGHT;
    const x = (at * step).toFixed(1);
    return `<rect class="bar" x="${x}" y="${(TIME_HEIGHT - height).toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  const axis =
    `<line class="axis" x1="0" x2="${WIDTH}" y1="${TIME_HEIGHT}" y2="${TIME_HEIGHT}"/>` +
    `<text x="0" y="${TIME_HEIGHT + 18}">${first}</text><text x="${WIDTH}" y="${TIME_HEIGHT + 18}" text-anchor="end">${last}</text>`;
  const title = 'Findings by day of the event, each kind in an event counted once';
  return svg(TIME_HEIGHT + 26, title, bars.join('') + axis) + twin(title, ['Day', 'Findings'], perDay);
}

const DAY_MS = 86_400_000;

function binsOf(
  perDay: readonly (readonly [string, number])[],
  first: number,
  last: number,
): readonly number[] {
  const days = Math.round((last - first) / DAY_MS) + 1;
  const bins = Array.from({ length: Math.min(days, BARS_MAX) }, () => 0);
  for (const [day, events] of perDay) {
    const at = Math.floor(((Date.parse(day) - first) / DAY_MS / days) * bins.length);
    bins[at] = (bins[at] ?? 0) + events;
  }
  return bins;
}

function svg(height: number, title: string, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${title}; the table below has the figures">${content}</svg>`;
}

function twin(
  caption: string,
  head: readonly [string, string],
  rows: readonly (readonly [string, number])[],
): string {
  const body = rows.map(
    ([name, count]) => `<tr><th scope="row">${name}</th><td class="n">${formatCount(count)}</td></tr>`,
  );
  return `<details><summary>The figures</summary><table><caption>${caption}</caption><thead><tr><th scope="col">${head[0]}</th><th scope="col" class="n">${head[1]}</th></tr></thead><tbody>${body.join('')}</tbody></table></details>`;
}
