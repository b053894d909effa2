export { createGateway } from './gateway.ts';
export type { Gateway, GatewayParts, Ports } from './gateway.ts';
export { loadConfig } from './config/load-config.ts';
export type { ConfigSource } from './config/load-config.ts';
export type { Config, ListenConfig, VendorConnection } from './config/config.ts';
export type { Limits } from './config/limits.ts';
export type { ConfigFlag } from './config/overlay.ts';
export { maskConfig } from './config/mask-config.ts';
export { configJsonSchema } from './config/written-config.ts';
export type { WrittenConfig } from './config/written-config.ts';
export { dataFilesIn } from './data-files.ts';
export type { DataFiles } from './data-files.ts';
export { createLog } from './log.ts';
export { createSystemClock, createSystemRandom } from './system.ts';
export { LOG_LINES, causeOf } from './runtime.ts';
export type { Clock, Log, LogFields, LogLine, Random } from './runtime.ts';
export { checkPlan } from './load-plan.ts';
export type { LoadedPlan } from './snapshot/load-snapshot.ts';
export { CANDIDATE_DIRECTORY, candidateFile, readPlanFiles } from './snapshot/read-plan-files.ts';
export type { PlanFiles } from './snapshot/read-plan-files.ts';
export { openLedger, openLedgerReadOnly } from './ledger/open-ledger.ts';
export { LedgerUnavailable } from './ledger/ledger.ts';
export type { Exposure, ExposureQuestion, Ledger, LedgerReader } from './ledger/ledger.ts';
export { createMemoryQueue } from './queue/memory-queue.ts';
export { openDiskQueue } from './queue/disk-queue.ts';
export type { Queue } from './queue/queue.ts';
export { readAccepted } from './snapshot/review/accepted-plan.ts';
export type { AcceptedFiles } from './snapshot/review/accepted-plan.ts';
export {
  REVIEWERS_FILE,
  REVIEWS_DIRECTORY,
  readReviewFiles,
  readReviewers,
} from './snapshot/review/review-files.ts';
export { sha256 } from './snapshot/review/plan-guard.ts';
export { KeyUnusable, readPrivateKey } from './snapshot/review/ssh-key.ts';
export { signText, verifyText } from './snapshot/review/ssh-signature.ts';
