/** What became of one recent event, vendor by vendor and field by field, and why. */
import type { FieldReason } from '@headgate/core';
import { z } from 'zod';
import {
  callShape,
  environmentShape,
  findingKindShape,
  findingShape,
  formShape,
  namesOf,
  operationShape,
  remarkShape,
  statusShape,
  timeShape,
} from './words.ts';

/** The sender's own message id. It travels in the body, because URLs end up in logs. */
export const explainBody = z.strictObject({ id: z.string().min(1).max(1000) });

/** Why a planned field was sent in its form, or was not sent. */
export const FIELD_REASONS = {
  sent: 'Planned for this vendor, sent as it came.',
  transformed: 'Planned for this vendor, sent through the transform.',
  redacted: 'Sent, but something found in it was cut out.',
  truncated: 'Sent, but cut to the length that the plan allows of what people type.',
  absent: 'The event did not carry it, or its value had nothing to send.',
  stripped: 'It broke its schema and was left out.',
  'removed-finding': 'Something was found in it, so it was left out.',
  'free-text': 'People type here, and the plan leaves out what they type.',
  'not-listed': 'The plan does not list it for this vendor.',
  'above-ceiling': 'Its tier is above what this vendor may have.',
  undeclared: 'It has no category, and such fields never leave in production.',
  dropped: 'Its transform for this vendor sends nothing.',
  'sealed-inside': 'Its transform for this vendor seals it, keeps it inside and sends nothing.',
} as const satisfies Readonly<Record<FieldReason, string>>;

const explainedFieldShape = z.object({
  /** Planned key names only: `properties.total`, `context.page.url`, `userId`. */
  path: z.string(),
  /** Null when it was not sent. */
  form: formShape.nullable(),
  /** Name of the transform, or null. */
  transform: z.string().nullable(),
  categories: z.array(z.string()),
  tier: z.int(),
  findings: z.array(findingKindShape),
  reason: z.enum(namesOf(FIELD_REASONS)),
});
export type ExplainedField = z.output<typeof explainedFieldShape>;

export const explainAnswer = z.object({
  at: timeShape,
  event: z.string(),
  planned: z.string().nullable(),
  call: callShape,
  operation: operationShape,
  protocol: z.string(),
  source: z.string(),
  environment: environmentShape,
  /** The plan that decided it, SHA-256 over its files. */
  plan: z.string(),
  /** False when another plan is in force by now: then only fields that were sent are listed. */
  planInForce: z.boolean(),
  findings: z.array(findingShape),
  remarks: z.array(remarkShape),
  vendors: z.array(
    z.object({ vendor: z.string(), status: statusShape, fields: z.array(explainedFieldShape) }),
  ),
});
export type ExplainAnswer = z.output<typeof explainAnswer>;
