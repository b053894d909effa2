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
    const inputs = texts.flatMap((text) => [
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
