/** The story as a person reads it: short lines, exact numbers, the misses named. */
import { OUTCOMES } from '@headgate/core';
import type { Json } from '@headgate/core';
import { formatTable } from '../print.ts';
import type { Print } from '../print.ts';
import { formatCount, formatPeople } from '../words.ts';
import { CATCHES, LEAK_KINDS } from './leaks.ts';
import type { EnvironmentBalance } from './settle.ts';
import type { ShowcaseRow } from './showcase.ts';
import type { Story } from './story.ts';

/** The whole report, without the lines about what to do next. */
export function formatStory(story: Story, style: Print['style']): string {
  const parts = [
    passed(story, style),
    ...section('What the gateway caught', caught(story, style), style),
    ...section('Every event has one ending for every vendor', outcomes(story.balance), style),
    ...section('One order: as the shop sent it, and as each vendor got it', showcase(story.showcase), style),
    ...section('Exposure of mixpanel: the ledger against what mixpanel received', exposure(story), style),
    ...verdict(story, style),
  ];
  return parts.join('\n');
}

function section(title: string, text: string, style: Print['style']): string[] {
  return ['', `  ${style('bold', title)}`, '', indent(text)];
}

function passed(story: Story, style: Print['style']): string {
  const tick = style('green', '✔');
  const { sent, replayMs, settleMs, roundTripMs } = story;
  return [
    `  ${tick} replayed    ${formatCount(sent)} events in ${seconds(replayMs)}, by Segment's and Mixpanel's own SDKs`,
    `  ${tick} delivered   to mixpanel, segment, newsletter and the warehouse, ${seconds(settleMs)} after the start`,
    `  ${tick} round trip  an order sent, protected and read back at mixpanel in ${roundTripMs} ms`,
  ].join('\n');
}

function caught({ recall, searched, findings }: Story, style: Print['style']): string {
  const { misses, byKind } = recall;
  const missed = misses.length === 0 ? 'none missed' : `${misses.length} missed, ${declared(misses)}`;
  const rows = byKind.map(({ kind, planted, caught: found }) => [
    LEAK_KINDS[kind],
    formatCount(planted),
    formatCount(found),
  ]);
  return [
    `${style('bold', `${recall.caught} of ${recall.planted} planted leaks`)} (${missed})`,
    `looked for in ${megabytes(searched.bytes)}: all that the vendors received, and every byte on disk`,
    '',
    formatTable(['KIND', 'PLANTED', 'CAUGHT'], rows),
    '',
    ...recall.byCatch.map(({ caughtBy, caught: found }) => `${formatCount(found)} ${CATCHES[caughtBy]}`),
    ...wrap(`detection counted ${list(findings)}`),
    ...misses.map((miss) => missLine(miss, style)),
  ].join('\n');
}

function declared(misses: Story['recall']['misses']): string {
  const count = misses.filter((miss) => miss.isDeclared).length;
  return count === misses.length ? 'as declared beforehand' : `${count} of them declared beforehand`;
}

const WIDTH_MAX = 88;

/** Breaks a line between its words. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH_MAX) {
      lines.push(line);
      line = ' ';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function list(findings: Story['findings']): string {
  const counts = Object.entries(findings).map(([kind, count]) => `${kind} ${formatCount(count)}`);
  return counts.length === 0 ? 'nothing' : counts.join(', ');
}

function missLine(miss: Story['recall']['misses'][number], style: Print['style']): string {
  const { id, kind, source, event, field, places, isDeclared } = miss;
  const label = style(isDeclared ? 'yellow' : 'red', 'missed');
  const lines = [
    '',
    `${label} ${id}: ${LEAK_KINDS[kind]} in ${field} of ${event} (${source})`,
    `       found at ${places.join(', ')}`,
  ];
  return [...lines, ...(isDeclared ? [`       ${CATCHES.nothing}`] : [])].join('\n');
}

function outcomes({ accepted, vendors }: EnvironmentBalance): string {
  const known = Object.keys(OUTCOMES).filter(isOutcome);
  const seen = known.filter((outcome) => vendors.some((vendor) => vendor.outcomes[outcome] !== undefined));
  const head = ['ENDING', ...vendors.map(({ vendor }) => vendor.toUpperCase())];
  const rows = seen.map((outcome) => [
    outcome,
    ...vendors.map((vendor) => formatCount(vendor.outcomes[outcome] ?? 0)),
  ]);
  const sums = ['all', ...vendors.map(({ ended }) => formatCount(ended))];
  return `${formatTable(head, [...rows, sums])}\n${formatCount(accepted)} events were accepted`;
}

function isOutcome(text: string): text is keyof typeof OUTCOMES {
  return Object.hasOwn(OUTCOMES, text);
}

const CELL_WIDTH = 14;

function showcase(rows: readonly ShowcaseRow[]): string {
  const vendors = Object.keys(rows[0]?.after ?? {});
  const head = ['FIELD', 'SENT', ...vendors.map((vendor) => vendor.toUpperCase())];
  const cells = rows.map(({ field, before, after }) => [
    field,
    cell(before),
    ...vendors.map((vendor) => cell(after[vendor])),
  ]);
  return formatTable(head, cells);
}

/** A value on one line, shortened; a dash where nothing was sent. */
function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return '–';
  const whole = typeof value === 'string' ? value : JSON.stringify(value);
  // Of a time, what is within a cell's width: month, day, hour and minute.
  const text = whole.replace(/^\d{4}-(\d\d-\d\d)T(\d\d:\d\d):.*$/, '$1 $2');
  return text.length > CELL_WIDTH ? `${text.slice(0, CELL_WIDTH - 1)}…` : text;
}

function exposure({ exposure: compared, exposureMs }: Story): string {
  const { ledger, received, fields, agrees } = compared;
  const rows = fields.map((field) => [
    field.path,
    field.form,
    formatCount(field.ledger.people),
    formatCount(field.ledger.deliveries),
    formatCount(field.received.deliveries),
    field.agrees ? '' : 'differs',
  ]);
  return [
    `${formatPeople(ledger.people)}, ${formatCount(ledger.deliveries)} deliveries, answered in ${exposureMs} ms`,
    `mixpanel itself: ${formatPeople(received.people)}, ${formatCount(received.deliveries)} messages`,
    agrees ? 'equal in every field' : 'not equal: see the rows below',
    '',
    formatTable(['FIELD', 'FORM', 'PEOPLE', 'LEDGER', 'RECEIVED', ''], rows),
  ].join('\n');
}

function verdict({ differences }: Story, style: Print['style']): string[] {
  if (differences.length === 0) return [];
  return ['', ...differences.map((difference) => `  ${style('red', '✘')} ${difference}`)];
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
