export { CALLS, ENVIRONMENTS, FORMS, OPERATIONS } from './event.ts';
export type {
  Call,
  CleanEvent,
  Environment,
  FieldSet,
  Form,
  Json,
  JsonObject,
  Operation,
  ReceivedEvent,
  SentField,
  Signals,
  Source,
  ValidEvent,
} from './event.ts';
export { OUTCOMES } from './outcome.ts';
export type { Outcome, OutcomeGroup } from './outcome.ts';
export { formatIssue, hasErrors } from './issue.ts';
export type { Checked, Issue } from './issue.ts';
export { FINDING_KINDS } from './detect/detector.ts';
export type { Finding, FindingClass, FindingKind, Match } from './detect/detector.ts';
export { REFUSALS } from './wire/wire.ts';
export type {
  Answer,
  DecodeContext,
  Decoded,
  Endpoint,
  Opened,
  Protocol,
  Refusal,
  WireLimits,
  WireRequest,
} from './wire/wire.ts';
export type {
  BatchLimits,
  Vendor,
  VendorAnswer,
  VendorReading,
  VendorRequest,
  VendorTools,
} from './vendor/vendor.ts';
export type { Decision, Remark, VendorDecision } from './decide.ts';
