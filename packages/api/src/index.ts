export { PERMISSIONS } from './permission.ts';
export type { Permission } from './permission.ts';
export { REFUSALS, problemShape, typeOfRefusal } from './refusal.ts';
export type { Problem, RefusalName } from './refusal.ts';
export { COMMON_REFUSALS, ROUTES } from './routes.ts';
export type { Route, RouteName } from './routes.ts';
export { FIELD_REASONS } from './event.ts';
export type { ExplainAnswer, ExplainedField } from './event.ts';
export type { ExposureAnswer, ExposureQuery } from './exposure.ts';
export type { RetentionAnswer } from './retention.ts';
export type {
  CanaryAnswer,
  CanaryEndAnswer,
  PlanAnswer,
  PlanQuery,
  ReloadAnswer,
  UsageAnswer,
} from './plan.ts';
export { SEALED_VALUES_MAX } from './sealed.ts';
export type { ForgetSubjectAnswer, SealedFindAnswer, SealedQuestion, SealedValue } from './sealed.ts';
export { fromPieces, piecePath, toPieces } from './quarantine-payload.ts';
export type { OpenedPayload } from './quarantine-payload.ts';
export { REPLAY_RESULTS } from './quarantine.ts';
export type {
  QuarantineAnswer,
  QuarantineFetchAnswer,
  QuarantinedRecord,
  QuarantineReplayAnswer,
  ReplayEvent,
} from './quarantine.ts';
export type { InferenceLine, InferenceProgress, InferenceQuery } from './inference.ts';
export type { BalanceAnswer, StatusAnswer } from './status.ts';
export type { TapLine, TapQuery, TappedEvent } from './tap.ts';
export type { CutAnswer, VendorAnswer } from './vendor.ts';
export { GatewayRefused, GatewayUnauthorised, GatewayUnreachable, createClient } from './client.ts';
export type { Client, ClientOptions, Fetch, FetchAnswer, FetchInit } from './client.ts';
export { openApi } from './openapi.ts';
export type { OpenApi } from './openapi.ts';
