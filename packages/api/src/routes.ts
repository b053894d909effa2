/** The closed table of what the control plane can be asked. Server, client and OpenAPI description derive from it. */
import { z } from 'zod';
import { explainAnswer, explainBody } from './event.ts';
import { exposureAnswer, exposureQuery, subjectExposureBody } from './exposure.ts';
import type { Permission } from './permission.ts';
import { canaryAnswer, canaryBody, planAnswer, planQuery, reloadAnswer, usageAnswer } from './plan.ts';
import {
  quarantineAnswer,
  quarantineDiscardAnswer,
  quarantineDiscardBody,
  quarantineFetchAnswer,
  quarantineFetchBody,
  quarantineReplayAnswer,
  quarantineReplayBody,
} from './quarantine.ts';
import type { RefusalName } from './refusal.ts';
import { retentionAnswer } from './retention.ts';
import {
  forgetSubjectAnswer,
  forgetSubjectBody,
  sealedFindAnswer,
  sealedFindBody,
  sealedHeadersAnswer,
  sealedHeadersBody,
} from './sealed.ts';
import {
  balanceAnswer,
  balanceQuery,
  livezAnswer,
  readyzAnswer,
  readyzQuery,
  statusAnswer,
} from './status.ts';
import { inferenceLine, inferenceQuery } from './inference.ts';
import { tapLine, tapQuery } from './tap.ts';
import { burnAnswer, cutAnswer, reasonBody, resumeAnswer, vendorParams, vendorsAnswer } from './vendor.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** With `:name` for each parameter. */
  readonly path: string;
  /** Null: open to everyone who reaches the admin port. */
  readonly permission: Permission | null;
  readonly summary: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  /** Null where the request has no body. */
  readonly body: z.ZodType | null;
  /** Which limit its body has: that of whole events. Default: the usual one. */
  readonly bodyBytes?: 'events';
  /** One JSON value, a stream of lines of JSON, or plain text. */
  readonly media: 'json' | 'lines' | 'text';
  readonly answer: z.ZodType;
  /** Those of this route, beside the ones every route can give. */
  readonly refusals: readonly RefusalName[];
}

/** What any route may refuse with. */
export const COMMON_REFUSALS: readonly RefusalName[] = ['bad-request', 'stopping', 'internal'];

const nothing = z.strictObject({});

/** Sealed values and keys of subjects. */
const SEALED_ROUTES = {
  sealedFind: {
    method: 'POST',
    path: '/v1/sealed/find',
    permission: 'read-sealed',
    summary: 'Sealed values of one event, or of a time, still sealed.',
    params: nothing,
    query: nothing,
    body: sealedFindBody,
    media: 'json',
    answer: sealedFindAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type'],
  },
  sealedHeaders: {
    method: 'POST',
    path: '/v1/sealed/headers',
    permission: 'read-sealed',
    summary: 'Headers of sealed values, which a reader needs to open them.',
    params: nothing,
    query: nothing,
    body: sealedHeadersBody,
    media: 'json',
    answer: sealedHeadersAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type'],
  },
  forgetSubject: {
    method: 'POST',
    path: '/v1/subjects/forget',
    permission: 'operate',
    summary: 'Takes the key for sealed fields from a subject, and names it, for erasing its private half.',
    params: nothing,
    query: nothing,
    body: forgetSubjectBody,
    media: 'json',
    answer: forgetSubjectAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type'],
  },
} as const satisfies Readonly<Record<string, Route>>;

export const ROUTES = {
  livez: {
    method: 'GET',
    path: '/livez',
    permission: null,
    summary: 'Whether the process answers.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: livezAnswer,
    refusals: [],
  },
  readyz: {
    method: 'GET',
    path: '/readyz',
    permission: null,
    summary: 'Whether events can be accepted; 503 when not.',
    params: nothing,
    query: readyzQuery,
    body: null,
    media: 'json',
    answer: readyzAnswer,
    refusals: [],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    permission: null,
    summary: 'Counters in the text format of Prometheus.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'text',
    answer: z.string(),
    refusals: [],
  },
  status: {
    method: 'GET',
    path: '/v1/status',
    permission: 'read',
    summary: 'The plan in force, the sources, the queue and every lane.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: statusAnswer,
    refusals: ['unauthorised'],
  },
  balance: {
    method: 'GET',
    path: '/v1/balance',
    permission: 'read',
    summary: 'How every accepted event ended, for each vendor.',
    params: nothing,
    query: balanceQuery,
    body: null,
    media: 'json',
    answer: balanceAnswer,
    refusals: ['unauthorised'],
  },
  exposure: {
    method: 'GET',
    path: '/v1/exposure',
    permission: 'read',
    summary: 'Which fields of how many people a vendor was delivered.',
    params: nothing,
    query: exposureQuery,
    body: null,
    media: 'json',
    answer: exposureAnswer,
    refusals: ['unauthorised'],
  },
  retention: {
    method: 'GET',
    path: '/v1/retention',
    permission: 'read',
    summary: 'How old the oldest row of every store is, and how old it may be.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: retentionAnswer,
    refusals: ['unauthorised'],
  },
  subjectExposure: {
    method: 'POST',
    path: '/v1/subjects/exposure',
    permission: 'read',
    summary: 'Which fields of one subject a vendor was delivered.',
    params: nothing,
    query: nothing,
    body: subjectExposureBody,
    media: 'json',
    answer: exposureAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type'],
  },
  tap: {
    method: 'GET',
    path: '/v1/tap',
    permission: 'read',
    summary: 'Events as they are decided, masked, one line of JSON each.',
    params: nothing,
    query: tapQuery,
    body: null,
    media: 'lines',
    answer: tapLine,
    refusals: ['unauthorised', 'too-many-taps'],
  },
  infer: {
    method: 'GET',
    path: '/v1/inference',
    permission: 'infer',
    summary: 'Names, types and sizes of what apps send, one line of JSON each; no values.',
    params: nothing,
    query: inferenceQuery,
    body: null,
    media: 'lines',
    answer: inferenceLine,
    refusals: ['unauthorised', 'inference-runs'],
  },
  explain: {
    method: 'POST',
    path: '/v1/events/explain',
    permission: 'read',
    summary: 'What became of one recent event, vendor by vendor and field by field.',
    params: nothing,
    query: nothing,
    body: explainBody,
    media: 'json',
    answer: explainAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type', 'unknown-event'],
  },
  vendors: {
    method: 'GET',
    path: '/v1/vendors',
    permission: 'read',
    summary: 'Every vendor of the plan and its state.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: vendorsAnswer,
    refusals: ['unauthorised'],
  },
  cut: {
    method: 'POST',
    path: '/v1/vendors/:vendor/cut',
    permission: 'operate',
    summary: 'Cuts a vendor off: nothing more is sent to it, and what waits for it is dropped.',
    params: vendorParams,
    query: nothing,
    body: reasonBody,
    media: 'json',
    answer: cutAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type', 'unknown-vendor'],
  },
  resume: {
    method: 'POST',
    path: '/v1/vendors/:vendor/resume',
    permission: 'operate',
    summary: 'Lets a vendor receive events again.',
    params: vendorParams,
    query: nothing,
    body: reasonBody,
    media: 'json',
    answer: resumeAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type', 'unknown-vendor'],
  },
  burn: {
    method: 'POST',
    path: '/v1/vendors/:vendor/burn',
    permission: 'operate',
    summary: 'Starts a new pseudonym epoch: from then on the vendor sees everyone as new.',
    params: vendorParams,
    query: nothing,
    body: reasonBody,
    media: 'json',
    answer: burnAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type', 'unknown-vendor'],
  },
  plan: {
    method: 'GET',
    path: '/v1/plan',
    permission: 'read',
    summary:
      'The files of the plan in force, of the last one admitted with its signatures, or of the candidate beside it.',
    params: nothing,
    query: planQuery,
    body: null,
    media: 'json',
    answer: planAnswer,
    refusals: ['unauthorised', 'no-accepted-plan', 'no-canary'],
  },
  usage: {
    method: 'GET',
    path: '/v1/plan/usage',
    permission: 'read',
    summary:
      'How often each planned event came since the plan was put in force, and how often it broke the plan.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: usageAnswer,
    refusals: ['unauthorised'],
  },
  quarantine: {
    method: 'GET',
    path: '/v1/quarantine',
    permission: 'read',
    summary: 'Quarantined events by shape: why, how many, since when. Needs no key and shows no value.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: quarantineAnswer,
    refusals: ['unauthorised'],
  },
  quarantineFetch: {
    method: 'POST',
    path: '/v1/quarantine/fetch',
    permission: 'quarantine',
    summary: 'Quarantined events in the order of acceptance, still sealed.',
    params: nothing,
    query: nothing,
    body: quarantineFetchBody,
    media: 'json',
    answer: quarantineFetchAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type'],
  },
  quarantineReplay: {
    method: 'POST',
    path: '/v1/quarantine/replay',
    permission: 'quarantine',
    summary: 'Accepts opened events anew under the plan in force, each once, in the order of acceptance.',
    params: nothing,
    query: nothing,
    body: quarantineReplayBody,
    bodyBytes: 'events',
    media: 'json',
    answer: quarantineReplayAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type'],
  },
  quarantineDiscard: {
    method: 'POST',
    path: '/v1/quarantine/discard',
    permission: 'quarantine',
    summary: 'Forgets all quarantined events of a shape.',
    params: nothing,
    query: nothing,
    body: quarantineDiscardBody,
    media: 'json',
    answer: quarantineDiscardAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type'],
  },
  reload: {
    method: 'POST',
    path: '/v1/plan/reload',
    permission: 'operate',
    summary: 'Reads the plan again and puts it in force if it compiles.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: reloadAnswer,
    refusals: ['unauthorised', 'plan-refused'],
  },
  canary: {
    method: 'POST',
    path: '/v1/plan/canary',
    permission: 'operate',
    summary: 'Puts the candidate beside the plan in force for a share of subjects, or changes that share.',
    params: nothing,
    query: nothing,
    body: canaryBody,
    media: 'json',
    answer: canaryAnswer,
    refusals: ['unauthorised', 'too-large', 'wrong-media-type', 'plan-refused'],
  },
  abortCanary: {
    method: 'POST',
    path: '/v1/plan/canary/abort',
    permission: 'operate',
    summary: 'Has everybody meet the plan in force again.',
    params: nothing,
    query: nothing,
    body: null,
    media: 'json',
    answer: canaryAnswer,
    refusals: ['unauthorised', 'no-canary'],
  },
  ...SEALED_ROUTES,
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;
