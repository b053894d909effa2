/** Example numbers of every region, in the forms in which people and programs write them. */
import type { Json } from '@headgate/core';
import { readRows } from '../data.ts';
import { isRecoverable } from '../recover.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

interface Row {
  readonly region: string;
  readonly national: string;
  readonly national_fmt: string;
  readonly e164: string;
  readonly international: string;
  readonly rfc3966: string;
}

const FORMS: Readonly<Record<string, (row: Row) => readonly [number: string, event: Json]>> = {
  'phones under a key, E.164': ({ e164 }) => [e164, { phone: e164 }],
  'phones under a key, national digits': ({ national }) => [national, { phone: national }],
  'phones under a key, national as written': ({ national_fmt: text }) => [text, { phone: text }],
  'phones in text, E.164': ({ e164 }) => [e164, { message: `call ${e164}` }],
  'phones in text, international': ({ international: text }) => [text, { message: `call ${text}` }],
  'phones in text, tel: link': ({ rfc3966, international }) => [
    international,
    { message: `link ${rfc3966}` },
  ],
};

export const phones: Measure = {
  id: 'phones',
  title: 'Phone numbers',
  prepare: (folder) => {
    const rows = readRows(folder, 'phones_A.jsonl') as readonly Row[];
    const cases = Object.entries(FORMS).flatMap(([form, write]) =>
      rows.map((row) => [form, ...write(row), row.region] as const),
    );
    return {
      inputs: cases.map(([, , event]) => event),
      read: (outputs) => {
        const forms = new Tally();
        const regions = new Tally();
        for (const [index, [form, number, event, region]] of cases.entries()) {
          const caught = !isRecoverable(JSON.stringify(outputOr(outputs[index], event)), number);
          forms.add(form, caught);
          regions.add(region, caught);
        }
        return [...forms.scores('many'), ...regions.scores('many', 'region')];
      },
    };
  },
};
