/** The example events of Segment's documents, with what its reserved names mark as personal. */
import type { Json } from '@headgate/core';
import { readRows } from '../data.ts';
import { follow, leavesOf } from '../leaves.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

interface Row {
  readonly event: Json;
  readonly silver: readonly { readonly ptr: string; readonly type: string }[];
}

export const segmentDocs: Measure = {
  id: 'segment-docs',
  title: 'Events of the Segment documents',
  prepare: (folder) => {
    const rows = readRows(folder, 'events_segment_docs.jsonl') as readonly Row[];
    return {
      inputs: rows.map(({ event }) => event),
      read: (outputs) => {
        const found = new Tally();
        const wrong = new Tally();
        for (const [index, { event, silver }] of rows.entries()) {
          const output = outputOr(outputs[index], event);
          const marked = new Set(silver.map(({ ptr }) => ptr));
          for (const { pointer, value } of leavesOf(event)) {
            const changed = follow(event, output, pointer) !== value;
            if (marked.has(pointer)) found.add('Segment examples, marked fields found', changed);
            else wrong.add('Segment examples, other fields altered', changed);
          }
        }
        return [...found.scores('many'), ...wrong.scores('few')];
      },
    };
  },
};
