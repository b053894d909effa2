/** Labelled telemetry events: what leaks, what is damaged, and which look-alikes are taken for the real thing. */
import type { Json } from '@headgate/core';
import { readRows } from '../data.ts';
import { follow, keysBeside, leavesOf } from '../leaves.ts';
import { isRecoverable } from '../recover.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure, Output, Score } from '../score.ts';

interface Label {
  readonly ptr: string;
  readonly where: 'value' | 'key';
  readonly type: string;
  readonly value: string;
  readonly enc: string;
  readonly ctx: string;
}

interface Row {
  readonly event: Json;
  readonly labels: readonly Label[];
  readonly traps: readonly { readonly ptr: string; readonly kind: string }[];
  readonly freetext: readonly string[];
}

/** Without form of their own: found by key or by cue, or not at all. */
const UNSTRUCTURED: ReadonlySet<string> = new Set(['PERSON_NAME', 'ADDRESS', 'DOB']);

export const telebench: Measure = {
  id: 'telebench',
  title: 'Telemetry events',
  prepare: (folder) => {
    const rows = readRows(folder, 'telebench_dev.jsonl') as readonly Row[];
    return {
      inputs: rows.map(({ event }) => event),
      read: (outputs) => [...readLabels(rows, outputs), ...readDamage(rows, outputs)],
    };
  },
};

function readLabels(rows: readonly Row[], outputs: readonly Output[]): readonly Score[] {
  const main = new Tally();
  const parts = { type: new Tally(), encoding: new Tally(), context: new Tally() };
  for (const [index, row] of rows.entries()) {
    const output = outputOr(outputs[index], row.event);
    for (const label of row.labels) {
      const caught = !isLeaked(row.event, output, label);
      main.add('leak recall, all', caught);
      if (isStructured(label)) main.add('leak recall, structured types', caught);
      if (!isStructured(label)) main.add('leak recall, names, addresses, birth dates and free text', caught);
      if (label.enc !== 'raw') main.add('leak recall, encoded', caught);
      parts.type.add(label.type, caught);
      parts.encoding.add(label.enc, caught);
      parts.context.add(label.ctx, caught);
    }
  }
  return [
    ...main.scores('many'),
    ...Object.entries(parts).flatMap(([by, tally]) => tally.scores('many', by)),
  ];
}

function isStructured({ type, ctx }: Label): boolean {
  return !UNSTRUCTURED.has(type) && ctx !== 'free_text';
}

function isLeaked(input: Json, output: Json, { ptr, where, value }: Label): boolean {
  if (where === 'key') return keysBeside(input, output, ptr).some((key) => isRecoverable(key, value));
  const left = follow(input, output, ptr);
  if (left === undefined) return false;
  return isRecoverable(typeof left === 'string' ? left : JSON.stringify(left), value);
}

function readDamage(rows: readonly Row[], outputs: readonly Output[]): readonly Score[] {
  const main = new Tally();
  const kinds = new Tally();
  const causes = new Map<string, number>();
  let clean = 0;
  for (const [index, row] of rows.entries()) {
    const output = outputOr(outputs[index], row.event);
    const labelled = new Set(row.labels.map(({ ptr }) => ptr));
    const traps = new Map(row.traps.map(({ ptr, kind }) => [ptr, kind]));
    const freetext = new Set(row.freetext);
    for (const { pointer, value } of leavesOf(row.event)) {
      if (labelled.has(pointer)) continue;
      const left = follow(row.event, output, pointer);
      const altered = left !== value;
      const kind = traps.get(pointer);
      if (kind !== undefined) {
        main.add('traps altered', altered);
        kinds.add(kind, altered);
      } else if (!freetext.has(pointer)) {
        main.add('clean leaves altered', altered);
        clean++;
      } else continue;
      for (const cause of altered ? kindsIn(left) : []) add(causes, cause);
    }
  }
  const blamed = [...causes].map(([name, count]): Score => ({
    name,
    by: 'leaves altered in vain',
    count,
    of: clean,
    wanted: 'few',
  }));
  return [...main.scores('few'), ...kinds.scores('few', 'trap'), ...blamed];
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** The kinds that Headgate wrote in place of what it found. */
function kindsIn(left: Json | undefined): readonly string[] {
  const found = typeof left === 'string' ? left.matchAll(/\[([a-z_]{2,20})\]/g) : [];
  return [...new Set(Array.from(found, ([, kind = '']) => kind))];
}
