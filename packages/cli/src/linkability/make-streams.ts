/** A plan and raw events → what each vendor would have got, under keys that are no secret and are never shown. */
import { compilePlan, decide, normaliserOf, toLinkable } from '@headgate/core';
import type {
  Checked,
  CompiledPlan,
  FieldSealer,
  LinkableEvent,
  Plan,
  ReceivedEvent,
  Stream,
  VendorWire,
} from '@headgate/core';
import { createPseudonymiser } from '@headgate/seal';
import { createHash, createSecretKey } from 'node:crypto';

/** An upper bound: what a vendor's own wire has no place for is counted as sent. */
const ANY_WIRE: VendorWire = { accepts: () => true, leavesOut: () => null };

/** One stream for each vendor of the plan. The value is null where the plan does not compile. */
export function makeStreams(plan: Plan, events: readonly ReceivedEvent[]): Checked<readonly Stream[]> {
  const { value: compiled, issues } = compilePlan(plan, {
    id: 'measured',
    environment: 'production',
    vendors: new Map([...plan.vendors.keys()].map((name) => [name, ANY_WIRE])),
    pseudonymiser: createPseudonymiser({ ...fixedKeys(), normaliserOf }),
    sealer: createStandIn(),
  });
  if (compiled === null) return { value: null, issues };
  const sources = [...new Set(plan.events.flatMap((spec) => spec.sources))];
  const sent = new Map([...plan.vendors.keys()].map((name): [string, LinkableEvent[]] => [name, []]));
  for (const [origin, event] of events.entries()) {
    for (const each of decide(withSource(event, sources, compiled), compiled).vendors) {
      if (each.kind === 'routed') sent.get(each.vendor)?.push(toLinkable(each.event, origin));
    }
  }
  const value = [...plan.vendors.values()].map(({ name: vendor, timeStepMs }) => ({
    vendor,
    timeStepMs,
    events: sent.get(vendor) ?? [],
  }));
  return { value, issues };
}

/** Like a sealer in that no text is ever given twice, to one vendor or to two; it holds no value, and nobody opens it. */
function createStandIn(): FieldSealer {
  let texts = 0;
  const seal = (): { readonly text: string; readonly records: readonly never[] } => {
    texts += 1;
    return { text: `sealed ${texts}`, records: [] };
  };
  return { faultOf: () => null, begin: () => seal };
}

/** A message does not say which app sent it: the first app that the plan lets send such a one. */
function withSource(event: ReceivedEvent, sources: readonly string[], plan: CompiledPlan): ReceivedEvent {
  for (const id of sources) {
    const named = { ...event, source: { ...event.source, id } };
    if (plan.find(named) !== undefined) return named;
  }
  return event;
}

/** The same in every run, so that samples of a plan and joins come out the same. */
function fixedKeys(): Pick<Parameters<typeof createPseudonymiser>[0], 'keys' | 'dayKeyOf'> {
  const days = new Map<number, Buffer>();
  const dayKeyOf = (day: number): Buffer => {
    const key = days.get(day) ?? fixedKey(String(day));
    days.set(day, key);
    return key;
  };
  return { keys: { root: createSecretKey(fixedKey('root')), epochOf: () => 0 }, dayKeyOf };
}

function fixedKey(name: string): Buffer {
  return createHash('sha256').update(`headgate linkability ${name}`).digest();
}
