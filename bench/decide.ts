/** How fast is `decide` beside the parsing and writing of the same events? Both run in turns on the same batches. */
import {
  NO_BYTES,
  compilePlan,
  decide,
  findEndpoint,
  formatIssue,
  parsePlan,
  normaliserOf,
} from '@headgate/core';
import type { CompiledPlan, Json, ReceivedEvent } from '@headgate/core';
import { createPseudonymiser } from '@headgate/seal';
import { createSecretKey } from 'node:crypto';
import { EVENT, PLAN, batch } from './shop.ts';
import { CONSENT_EVENT, CONSENT_PLAN, withConsent } from './shop-consent.ts';
import { cpuSeconds, median } from './measure.ts';
import type { Row } from './measure.ts';

const BATCHES = 150;
const BATCH_EVENTS = 100;
const ROUNDS = 11;

export function benchDecide(): Row[] {
  const plan = compile(PLAN, [EVENT]);
  const plans: Plans = {
    plan,
    consenting: compile(CONSENT_PLAN, [CONSENT_EVENT]),
    gated: compile(GATED, [EVENT]),
  };
  // Round 0 warms up. Every round has events of its own, so that nothing remembered from one helps the next more than
  // the same people, pages and devices coming back would.
  const rates = Array.from({ length: ROUNDS + 1 }, (_, round) => measureRound(round, plans)).slice(1);
  return [
    { name: 'parse + stringify', value: median(rates.map((rate) => rate.yardstick)), unit: 'events/CPU-s' },
    {
      name: 'decide, 20 fields, 3 vendors',
      value: median(rates.map((rate) => rate.decide)),
      unit: 'events/CPU-s',
    },
    {
      name: 'decide ÷ (parse + stringify)',
      value: median(rates.map((rate) => rate.decide / rate.yardstick)),
      unit: 'ratio',
      target: 0.5,
    },
    {
      name: 'decide, consent by preferences + TCF + GPC',
      value: median(rates.map((rate) => rate.consent)),
      unit: 'events/CPU-s',
    },
    {
      name: 'decide with consent ÷ decide',
      value: median(rates.map((rate) => rate.consent / rate.decide)),
      unit: 'ratio',
    },
    {
      name: 'decide with a k-gate for each vendor',
      value: median(rates.map((rate) => rate.gated)),
      unit: 'events/CPU-s',
    },
    {
      name: 'decide with k-gates ÷ decide',
      value: median(rates.map((rate) => rate.gated / rate.decide)),
      unit: 'ratio',
    },
  ];
}

interface Plans {
  readonly plan: CompiledPlan;
  /** The same, whose one purpose rests on consent. */
  readonly consenting: CompiledPlan;
  readonly gated: CompiledPlan;
}

/** Six quasi-identifiers, of which two are never there; browsers climb by version, languages by tag. */
const GATE = `k_gate: { quasi_identifiers: [properties.city, properties.locale, context.userAgent, properties.screen_name,
    properties.referrer, properties.app_version], ladders: { properties.locale: language, context.userAgent: version } }`;
const GATED = PLAN.replaceAll(/(max_tier: \d)/g, `$1, ${GATE}`);

interface Rates {
  readonly yardstick: number;
  readonly decide: number;
  readonly consent: number;
  readonly gated: number;
}

function measureRound(round: number, { plan, consenting, gated }: Plans): Rates {
  const first = round * BATCHES * BATCH_EVENTS;
  const texts = Array.from({ length: BATCHES }, (_, at) => batch(first + at * BATCH_EVENTS, BATCH_EVENTS));
  const events = texts.flatMap((text) => receive(text));
  let written = 0;
  let routed = 0;
  const yardstick = cpuSeconds(() => {
    for (const text of texts) {
      const parsed = JSON.parse(text) as { batch: readonly Json[] };
      for (const each of parsed.batch) written += JSON.stringify(each).length;
    }
  });
  const rateOf = (list: readonly ReceivedEvent[], by: CompiledPlan): number =>
    list.length /
    cpuSeconds(() => {
      for (const event of list) {
        for (const each of decide(event, by).vendors) routed += each.kind === 'routed' ? 1 : 0;
      }
    });
  const consented = events.map(withConsent);
  const runs = [
    (): Partial<Rates> => ({ decide: rateOf(events, plan) }),
    (): Partial<Rates> => ({ consent: rateOf(consented, consenting) }),
    (): Partial<Rates> => ({ gated: rateOf(events, gated) }),
  ];
  // Each is first in every third round, lest one always find the caches of the others.
  const turn = round % runs.length;
  const turns = [...runs.slice(turn), ...runs.slice(0, turn)].map((run) => run());
  const rates = Object.assign(
    { yardstick: events.length / yardstick, decide: 0, consent: 0, gated: 0 },
    ...turns,
  ) as Rates;
  if (routed !== events.length * 9 || written === 0) throw new Error('not every event was routed');
  return rates;
}

/** Compiles a plan for three vendors that take everything. */
export function compile(text: string, events: readonly string[]): CompiledPlan {
  const files = events.map((each, at) => ({ path: `event-${at}.yaml`, text: each }));
  const plan = parsePlan({ path: 'plan.yaml', text }, files);
  if (plan.value === null) throw new Error(plan.issues.map(formatIssue).join('\n'));
  const root = createSecretKey(Buffer.alloc(32, 7));
  const compiled = compilePlan(plan.value, {
    id: 'bench',
    environment: 'production',
    vendors: new Map(
      ['mixpanel', 'segment', 'webhook'].map((name) => [
        name,
        { accepts: () => true, leavesOut: () => null },
      ]),
    ),
    pseudonymiser: createPseudonymiser({ keys: { root, epochOf: () => 0 }, normaliserOf }),
  });
  if (compiled.value === null) throw new Error(compiled.issues.map(formatIssue).join('\n'));
  return compiled.value;
}

function receive(text: string): readonly ReceivedEvent[] {
  const endpoint = findEndpoint('/v1/batch')?.endpoint;
  if (endpoint?.kind !== 'events') throw new Error('no batch endpoint');
  const request = {
    method: 'POST',
    path: '/v1/batch',
    query: new Map(),
    headers: {},
    body: text,
    bytes: NO_BYTES,
  } as const;
  const opened = endpoint.open(request, { depthMax: 64, eventsMax: 2000 });
  if (opened.kind !== 'opened') throw new Error(opened.refusal);
  const { events } = endpoint.decode(opened.messages, {
    source: { id: 'web', environment: 'production' },
    receivedAt: Date.parse('2026-11-24T00:00:00Z'),
    signals: { gpc: false },
    newId: () => 'made',
  });
  return events;
}
