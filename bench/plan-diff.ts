/** How long does the comparison of two large plans take, when every event of one differs? And with the reading of its files? */
import { diffPlans, readPlanDocument, summariseDiff } from '@headgate/core';
import type { PlanDocument } from '@headgate/core';
import { largePlan } from './large-plan.ts';
import { cpuSeconds, median } from './measure.ts';
import type { Row } from './measure.ts';

const EVENTS = 5000;
const ROUNDS = 5;

export function benchPlanDiff(): Row[] {
  const [before, after] = [read(20), read(40)];
  const others = { ...after, events: after.events.map((event) => ({ ...event, id: `other_${event.id}` })) };
  const changed = diffPlans(before, after).length;
  if (changed < EVENTS) throw new Error(`Expected a change in each of ${EVENTS} events, found ${changed}.`);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    diff: cpuSeconds(() => {
      summariseDiff(before, after, diffPlans(before, after));
    }),
    others: cpuSeconds(() => {
      diffPlans(before, others);
    }),
    same: cpuSeconds(() => {
      diffPlans(before, structuredClone(before));
    }),
  }));
  return [
    {
      name: 'plan diff, 5,000 events, each changed',
      value: median(rounds.map(({ diff }) => diff)),
      unit: 'CPU-s',
      target: 2,
      atMost: true,
    },
    {
      name: 'plan diff, 5,000 events, none changed',
      value: median(rounds.map(({ same }) => same)),
      unit: 'CPU-s',
    },
    {
      name: 'plan diff, 5,000 events, all others',
      value: median(rounds.map(({ others: each }) => each)),
      unit: 'CPU-s',
      target: 2,
      atMost: true,
    },
    { name: 'read the files of 5,000 events', value: cpuSeconds(() => void read(20)), unit: 'CPU-s' },
  ];
}

function read(lengthMax: number): PlanDocument {
  const { plan, events } = largePlan(EVENTS, lengthMax);
  const { value } = readPlanDocument(plan, events);
  if (value === null) throw new Error('The plan of the bench is not a plan.');
  return value;
}
