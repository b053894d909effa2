/** Presidio's own tests and its made-up sentences, as a log message: running text without keys. */
import { readRows } from '../data.ts';
import { isRecoverable } from '../recover.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

interface Test {
  readonly recognizer: string;
  readonly text: string;
  readonly expected_len: number;
  readonly spans?: readonly (readonly [number, number])[];
}

interface Sentence {
  readonly text: string;
  readonly spans: readonly (readonly [number, number, string])[];
}

/** Types of the sentences that have a form of their own. */
const STRUCTURED: ReadonlySet<string> = new Set([
  'CREDIT_CARD',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'IBAN_CODE',
]);

export const presidioTests: Measure = {
  id: 'presidio-tests',
  title: "Tests of Presidio's recognizers",
  prepare: (folder) => {
    const rows = readRows(folder, 'pii_presidio_recognizer_tests.jsonl') as readonly Test[];
    return {
      inputs: rows.map(({ text }) => ({ message: text })),
      read: (outputs) => {
        const found = new Tally();
        const wrong = new Tally();
        const recognizers = new Tally();
        for (const [index, { recognizer, text, expected_len: expected, spans = [] }] of rows.entries()) {
          const left = JSON.stringify(outputOr(outputs[index], { message: text }));
          if (expected === 0) {
            wrong.add('Presidio tests, negatives altered', left !== JSON.stringify({ message: text }));
            continue;
          }
          for (const [start, end] of spans) {
            const caught = !isRecoverable(left, sliceOf(text, start, end));
            found.add('Presidio tests, spans found', caught);
            recognizers.add(recognizer, caught);
          }
        }
        return [...found.scores('many'), ...wrong.scores('few'), ...recognizers.scores('many', 'recognizer')];
      },
    };
  },
};

export const presidioSentences: Measure = {
  id: 'presidio-sentences',
  title: "Presidio's sentences",
  prepare: (folder) => {
    const rows = readRows(folder, 'pii_presidio_synth_A.jsonl') as readonly Sentence[];
    return {
      inputs: rows.map(({ text }) => ({ message: text })),
      read: (outputs) => {
        const main = new Tally();
        const types = new Tally();
        for (const [index, { text, spans }] of rows.entries()) {
          const left = JSON.stringify(outputOr(outputs[index], { message: text }));
          for (const [start, end, type] of spans) {
            const caught = !isRecoverable(left, sliceOf(text, start, end));
            if (STRUCTURED.has(type)) main.add('sentences, cards, e-mail, phones and IBANs', caught);
            if (type === 'PERSON') main.add('sentences, names of people', caught);
            if (type === 'STREET_ADDRESS') main.add('sentences, street addresses', caught);
            types.add(type, caught);
          }
        }
        return [...main.scores('many'), ...types.scores('many', 'entity')];
      },
    };
  },
};

/** Spans of the data count code points, as Python does. */
function sliceOf(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join('');
}
