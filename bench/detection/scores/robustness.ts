/** Naughty strings, and every document of the JSON parsing suite that is JSON: nothing may throw. */
import type { Json } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRows } from '../data.ts';
import { Tally } from '../score.ts';
import type { Measure } from '../score.ts';

export const robustness: Measure = {
  id: 'robustness',
  title: 'Naughty input',
  prepare: (folder) => {
    const strings = JSON.parse(readFileSync(join(folder, 'robust_blns.json'), 'utf8')) as readonly string[];
    const documents = readRows(folder, 'robust_jsontestsuite.jsonl') as readonly { readonly b64: string }[];
    const inputs = [
      ...strings.map((text): Json => ({ message: text, [text]: text })),
      ...documents.flatMap(({ b64 }) => parsed(Buffer.from(b64, 'base64'))),
    ];
    return {
      inputs,
      read: (outputs) => {
        const tally = new Tally();
        for (const output of outputs) tally.add('naughty input that throws', output === null);
        return tally.scores('few');
      },
    };
  },
};

function parsed(bytes: Buffer): readonly Json[] {
  try {
    return [JSON.parse(bytes.toString('utf8')) as Json];
  } catch {
    return [];
  }
}
