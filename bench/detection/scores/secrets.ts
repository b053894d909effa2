/** What the rules of secret scanners are tested with, as a log message: any change of the text counts as found. */
import { readRows } from '../data.ts';
import { leavesOf } from '../leaves.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

interface Row {
  readonly rule: string;
  readonly label: 'secret' | 'none';
  readonly text: string;
}

const SETS = {
  gitleaks: 'secrets_gitleaks_A.jsonl',
  'Nosey Parker': 'secrets_noseyparker.jsonl',
  'detect-secrets': 'secrets_detect_secrets.jsonl',
} as const;

export const secrets: Measure = {
  id: 'secrets',
  title: 'Secrets',
  prepare: (folder) => {
    const cases = Object.entries(SETS).flatMap(([set, file]) =>
      (readRows(folder, file) as readonly Row[]).map((row) => ({ ...row, set })),
    );
    return {
      inputs: cases.map(({ text }) => ({ message: text })),
      read: (outputs) => {
        const found = new Tally();
        const wrong = new Tally();
        const rules = new Tally();
        for (const [index, { text, set, label, rule }] of cases.entries()) {
          const [leaf] = leavesOf(outputOr(outputs[index], { message: text }));
          const changed = leaf?.value !== text;
          if (label === 'none') wrong.add(`${set}, look-alikes altered`, changed);
          else {
            found.add(`${set}, secrets found`, changed);
            rules.add(`${set}: ${rule}`, changed);
          }
        }
        return [...found.scores('many'), ...wrong.scores('few'), ...rules.scores('many', 'rule')];
      },
    };
  },
};
