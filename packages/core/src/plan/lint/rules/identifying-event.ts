import { CAPACITY_BUDGET_BITS, capacityBits } from '../../diff/capacity.ts';
import { buildModel } from '../../diff/model.ts';
import type { LintRule } from '../rule.ts';

export const identifyingEvent: LintRule = {
  id: 'identifying-event',
  level: 'improvement',
  kind: 'privacy',
  what: `The fields of an event that tell people apart have room for more than ${CAPACITY_BUDGET_BITS} bits, enough to single out anyone alive.`,
  roles: ['privacy'],
  find: ({ planFile, events }) => {
    const model = buildModel({ plan: planFile.value, events: events.map(({ file }) => file.value) });
    return events.flatMap(({ file, spec }) => {
      const carrier = model.events.get(spec.id);
      const bits = carrier === undefined ? 0 : capacityBits(carrier);
      if (bits <= CAPACITY_BUDGET_BITS) return [];
      return [
        {
          file,
          yamlPath: ['schema'],
          message: `The fields of "${spec.id}" that tell people apart have ${Math.floor(bits)} bits.`,
          mend: 'Bound them with enum, pattern or maximum, or leave some out.',
        },
      ];
    });
  },
};
