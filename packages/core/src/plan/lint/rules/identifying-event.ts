import { CAPACITY_BUDGET_BITS, capacityBits } from '../../diff/capacity.ts';
import { buildModel } from '../../diff/model.ts';
import type { EventModel, Fields } from '../../diff/model.ts';
import type { LintRule } from '../rule.ts';

export const identifyingEvent: LintRule = {
  id: 'identifying-event',
  level: 'improvement',
  kind: 'privacy',
  what: `Fields of an event that are no identifiers have room for more than ${CAPACITY_BUDGET_BITS} bits together, enough to single out anyone alive.`,
  roles: ['privacy'],
  find: ({ planFile, events }) => {
    const model = buildModel({ plan: planFile.value, events: events.map(({ file }) => file.value) });
    return events.flatMap(({ file, spec }) => {
      const event = model.events.get(spec.id);
      const bits = event === undefined ? 0 : capacityBits({ fields: () => quietFields(event) });
      if (bits <= CAPACITY_BUDGET_BITS) return [];
      return [
        {
          file,
          yamlPath: ['schema'],
          message: `The fields of "${spec.id}" that tell people apart without being identifiers have ${Math.floor(bits)} bits.`,
          mend: 'Bound them with enum, pattern or maximum, or leave some out.',
        },
      ];
    });
  },
};

/** Without what says openly that it singles out or holds anything: declared identifiers, and text that people type. */
function quietFields(event: EventModel): Fields {
  const identifiers = new Set(event.identifiers());
  return new Map(
    [...event.fields()].filter(([path, { annotation }]) => {
      const isTyped = annotation?.free_text ?? false;
      return isTyped === false && !identifiers.has(path);
    }),
  );
}
