/**
 * The closed list of ways in which the control plane says no. Each goes out as problem details
 * (RFC 9457) whose `type` is `urn:headgate:refusal:<name>`.
 */
import { z } from 'zod';
import { issueShape, namesOf } from './words.ts';

export const REFUSALS = {
  unauthorised: { status: 401, meaning: 'The bearer token is missing or wrong.' },
  'bad-request': { status: 400, meaning: 'A parameter or the body does not have the shape of this route.' },
  'too-large': { status: 413, meaning: 'The body is larger than the limit.' },
  'wrong-media-type': { status: 415, meaning: 'The body is not sent as application/json.' },
  'unknown-route': { status: 404, meaning: 'There is no route with this method and path.' },
  'unknown-vendor': { status: 404, meaning: 'The plan in force knows no vendor of this name.' },
  'unknown-event': { status: 404, meaning: 'No recent event has this message id.' },
  'no-accepted-plan': { status: 404, meaning: 'No plan was ever admitted with its signatures.' },
  'no-canary': { status: 404, meaning: 'No canary runs.' },
  'plan-refused': {
    status: 422,
    meaning: 'The plan does not compile or may not be in force; the last good one stays so.',
  },
  'too-many-taps': { status: 503, meaning: 'As many taps are open as the limit allows.' },
  'inference-runs': { status: 409, meaning: 'Somebody infers a plan already; one at a time may.' },
  stopping: { status: 503, meaning: 'The gateway is stopping.' },
  internal: { status: 500, meaning: 'The control plane failed. A bug: please report it.' },
} as const satisfies Readonly<Record<string, { status: number; meaning: string }>>;

export type RefusalName = keyof typeof REFUSALS;

/** The body of every refusal. `issues` is there only for `plan-refused` and `bad-request`. */
export const problemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  refusal: z.enum(namesOf(REFUSALS)),
  issues: z.array(issueShape).optional(),
});
export type Problem = z.output<typeof problemShape>;

/** The URI that names a refusal. */
export function typeOfRefusal(refusal: RefusalName): string {
  return `urn:headgate:refusal:${refusal}`;
}
