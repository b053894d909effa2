/** Columns of real tables: what a key gives away about its values, in many languages and spellings. */
import { readRows } from '../data.ts';
import { leavesOf } from '../leaves.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

interface Row {
  readonly key: string;
  /** A list as Python prints it. */
  readonly records: string;
  readonly pii: string;
}

/** Classes that a scrubber of telemetry is to take out by their key. */
const AIMED_AT: ReadonlySet<string> = new Set([
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'PERSON_NAME',
  'STREET_ADDRESS',
  'DATE_OF_BIRTH',
  'GEO_COORDINATES',
  'IMEI_HARDWARE_ID',
]);

export const keys: Measure = {
  id: 'keys',
  title: 'Names of columns',
  prepare: (folder) => {
    const columns = (readRows(folder, 'keys_trl_train.jsonl') as readonly Row[]).flatMap(
      ({ key, records, pii }) => {
        const values = readList(records).filter((value) => value.trim() !== '');
        return values.length === 0 ? [] : [{ pii, event: { [key]: values } }];
      },
    );
    return {
      inputs: columns.map(({ event }) => event),
      read: (outputs) => {
        const aimed = new Tally();
        const none = new Tally();
        const classes = new Tally();
        for (const [index, { pii, event }] of columns.entries()) {
          const before = leavesOf(event);
          const after = leavesOf(outputOr(outputs[index], event));
          const changed = before.filter(({ value }, at) => after[at]?.value !== value).length;
          const taken = changed * 2 >= before.length;
          if (AIMED_AT.has(pii)) aimed.add('columns of personal data found', taken);
          if (pii === 'None') none.add('columns without personal data altered', changed > 0);
          classes.add(pii, taken);
        }
        return [...aimed.scores('many'), ...none.scores('few'), ...classes.scores('many', 'class')];
      },
    };
  },
};

function readList(written: string): readonly string[] {
  const items = written.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,[\]]+)/g);
  return Array.from(items, ([, single, double, bare]) => single ?? double ?? bare ?? '');
}
