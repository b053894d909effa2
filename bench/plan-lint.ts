/** How long does the lint of a large plan take, beside the bare parsing of its YAML, which is most of it? */
import { parseDocument } from 'yaml';
import { lintFiles } from '../packages/cli/src/lint-files.ts';
import { largePlan } from './large-plan.ts';
import { cpuSeconds, median } from './measure.ts';
import type { Row } from './measure.ts';

const EVENTS = 1000;
const ROUNDS = 7;
/** Nobody owns an event of it, none answers a question, and none expires. */
const FINDINGS_OF_EACH = 3;

export function benchPlanLint(): Row[] {
  const files = largePlan(EVENTS, 20);
  const lint = (): number => lintFiles(files, Date.now()).findings.length;
  const parse = (): void => {
    for (const { text } of files.events) parseDocument(text, { prettyErrors: false }).toJS();
  };
  if (lint() !== EVENTS * FINDINGS_OF_EACH) throw new Error('The lint of the bench finds something else.');
  const rounds = Array.from({ length: ROUNDS }, () => ({
    parse: cpuSeconds(parse),
    lint: cpuSeconds(() => void lint()),
  }));
  return [
    {
      name: 'plan lint, 1,000 events',
      value: EVENTS / median(rounds.map((round) => round.lint)),
      unit: 'events/CPU-s',
    },
    {
      name: 'plan lint, beside bare parsing of its YAML',
      value: median(rounds.map((round) => round.lint / round.parse)),
      unit: 'times the time',
      target: 2,
      atMost: true,
    },
  ];
}
