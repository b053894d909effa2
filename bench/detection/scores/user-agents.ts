/** Real user agents, where most telemetry carries them: none is to be altered. */
import { readRows } from '../data.ts';
import { leavesOf } from '../leaves.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

export const userAgents: Measure = {
  id: 'user-agents',
  title: 'User agents',
  prepare: (folder) => {
    const texts = (readRows(folder, 'neg_user_agents_A.jsonl') as readonly { readonly text: string }[]).map(
      ({ text }) => text,
    );
    // Some carry the address of whoever runs the program, which is rightly taken out.
    const clean = texts.filter((text) => !/[\w.+-]+(?:@|\bat\b|%40)[\w-]+\.[a-z]{2,}/i.test(text));
    const inputs = clean.flatMap((text) => [
      { context: { userAgent: text } },
      { attributes: { 'user_agent.original': text } },
    ]);
    return {
      inputs,
      read: (outputs) => {
        const tally = new Tally();
        for (const [index, input] of inputs.entries()) {
          const [before] = leavesOf(input);
          const [after] = leavesOf(outputOr(outputs[index], input));
          tally.add('user agents altered', before?.value !== after?.value);
        }
        return tally.scores('few');
      },
    };
  },
};
