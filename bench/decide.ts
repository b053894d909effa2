/** How fast is `decide` beside the parsing and writing of the same events? Both run in turns on the same batches. */
import {
  NO_BYTES,
  compilePlan,
  decide,
  findEndpoint,
  formatIssue,
  normaliserOf,
  parsePlan,
} from '@headgate/core';
import type { CompiledPlan, FieldSealer, Json, ReceivedEvent } from '@headgate/core';
import { createPseudonymiser } from '@headgate/seal';
import { createSealer, rawPublicKey } from '@headgate/seal/envelope';
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { EVENT, PLAN, batch, message } from './shop.ts';
import { CONSENT_EVENT, CONSENT_PLAN, messageWithConsent } from './shop-consent.ts';
import { cpuSeconds, median } from './measure.ts';
import type { Row } from './measure.ts';

const BATCHES = 150;
const BATCH_EVENTS = 100;
const ROUNDS = 11;

/** What is sent. */
interface Messages {
  /** One message of the batches, by its number. */
  readonly write: (at: number) => unknown;
  readonly gpc: boolean;
}

/** A plan, and what it is asked about. */
interface Course {
  readonly name: string;
  readonly plan: CompiledPlan;
  readonly messages: Messages;
  /** Share of its yardstick's rate that the design asks for. */
  readonly target?: number;
}

export function benchDecide(): Row[] {
  const messages: Messages = { write: (at) => message(at), gpc: false };
  const plain = { plan: compile(PLAN, [EVENT]), messages };
  const courses: readonly Course[] = [
    { ...plain, name: 'decide, 20 fields, 3 vendors', target: 0.5 },
    { ...plain, name: 'decide with k-gates', plan: compile(GATED, [EVENT]), target: 0.5 },
    { ...plain, name: 'decide with six sealed fields', plan: compile(PLAN, [SEALED_EVENT], benchSealer()) },
    {
      name: 'decide with consent by preferences, TCF and GPC',
      plan: compile(CONSENT_PLAN, [CONSENT_EVENT]),
      messages: { write: messageWithConsent, gpc: true },
      target: 0.5,
    },
  ];
  // Round 0 warms up. Every round has events of its own, so that nothing remembered from one helps the next more than
  // the same people, pages and devices coming back would.
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => measureRound(round, courses)).slice(1);
  return courses.flatMap((course): Row[] => {
    const rates = rounds.flatMap((round) => round.get(course) ?? []);
    const target = course.target === undefined ? {} : { target: course.target };
    return [
      { name: course.name, value: median(rates.map(({ decided }) => decided)), unit: 'events/CPU-s' },
      {
        name: '… ÷ (parse + stringify) of the same events',
        value: median(rates.map(({ decided, yardstick }) => decided / yardstick)),
        unit: 'ratio',
        ...target,
      },
    ];
  });
}

/** Six quasi-identifiers; browsers climb by version, languages by tag. */
const GATE = `k_gate: { quasi_identifiers: [properties.city, properties.locale, context.userAgent, properties.screen_name,
    properties.referrer, properties.app_version], ladders: { properties.locale: language, context.userAgent: version } }`;
const GATED = PLAN.replaceAll(/(max_tier: \d)/g, `$1, ${GATE}`);

/** Six fields that one vendor gets pseudonyms of and that stay inside, sealed to one group; segment and webhook get them in clear. */
const SEALED_FIELDS =
  /^( {4}(?:order_ref|shipping_method|payment_method|category|brand|city): .*?)(, transform: .*?)? \} \}$/gm;
const SEALED_EVENT = EVENT.replaceAll(
  SEALED_FIELDS,
  '$1, transform: { mixpanel: { seal: { to: support, pseudonym: { domain: order } } } } } }',
);

/** Seals to a fresh key, in epochs as they are by default. */
function benchSealer(): FieldSealer {
  const { publicKey } = generateKeyPairSync('x25519');
  const options = { tenant: 'bench', recipientGroup: 'support', publicKey: rawPublicKey(publicKey) };
  const sealer = createSealer({ ...options, now: Date.now, random: randomBytes });
  const record = { kind: 'header', id: '', bytes: new Uint8Array(), until: 0 } as const;
  return {
    faultOf: () => null,
    begin: ({ source, eventName, eventId }) => {
      const event = sealer.epoch().event({ source, eventName, eventId });
      return (_, path, value) => {
        const sealed = event.kind === 'event' ? event.seal(path, value) : event;
        if (sealed.kind === 'refused') throw new Error(sealed.reason);
        return { text: sealed.text, records: [record] };
      };
    },
  };
}

/** Both in events a CPU-second. */
interface Rates {
  readonly decided: number;
  readonly yardstick: number;
}

/** One yardstick for all courses of the same messages, since messages differ in size. */
function measureRound(round: number, courses: readonly Course[]): ReadonlyMap<Course, Rates> {
  const rates = new Map<Course, Rates>();
  for (const messages of new Set(courses.map((course) => course.messages))) {
    const texts = Array.from({ length: BATCHES }, (_, at) =>
      batch((round * BATCHES + at) * BATCH_EVENTS, BATCH_EVENTS, messages.write),
    );
    const events = texts.flatMap((text) => receive(text, messages.gpc));
    const yardstick = parseAndWrite(texts);
    // In turns, lest one of them always find the caches of another.
    const turn = round % courses.length;
    for (const course of [...courses.slice(turn), ...courses.slice(0, turn)]) {
      if (course.messages === messages)
        rates.set(course, { yardstick, decided: decideAll(events, course.plan) });
    }
  }
  return rates;
}

function parseAndWrite(texts: readonly string[]): number {
  let written = 0;
  const seconds = cpuSeconds(() => {
    for (const text of texts) {
      const parsed = JSON.parse(text) as { batch: readonly Json[] };
      for (const each of parsed.batch) written += JSON.stringify(each).length;
    }
  });
  if (written === 0) throw new Error('nothing was written');
  return (BATCHES * BATCH_EVENTS) / seconds;
}

function decideAll(events: readonly ReceivedEvent[], plan: CompiledPlan): number {
  let routed = 0;
  const seconds = cpuSeconds(() => {
    for (const event of events) {
      for (const each of decide(event, plan).vendors) routed += each.kind === 'routed' ? 1 : 0;
    }
  });
  if (routed !== events.length * 3) throw new Error('not every event was routed');
  return events.length / seconds;
}

/** Compiles a plan for three vendors that take everything. */
export function compile(text: string, events: readonly string[], sealer?: FieldSealer): CompiledPlan {
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
    ...(sealer === undefined ? {} : { sealer }),
  });
  if (compiled.value === null) throw new Error(compiled.issues.map(formatIssue).join('\n'));
  return compiled.value;
}

function receive(text: string, gpc: boolean): readonly ReceivedEvent[] {
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
    signals: { gpc },
    newId: () => 'made',
  });
  return events;
}
