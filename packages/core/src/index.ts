export { CALLS, ENVIRONMENTS, FORMS, OPERATIONS, isJsonArray, isJsonObject } from './event.ts';
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
  UrlConsent,
  ValidEvent,
} from './event.ts';
export { OUTCOMES, QUARANTINE_CAUSES } from './outcome.ts';
export type { Outcome, OutcomeGroup, QuarantineCause } from './outcome.ts';
export { formatIssue, hasErrors, placeOf } from './issue.ts';
export type { Checked, Issue } from './issue.ts';
export { FINDING_LEVELS, RULE_KINDS } from './finding.ts';
export type { FindingLevel, PlanFinding, RuleFacts, RuleKind } from './finding.ts';
export { CONFIDENCES, FINDING_KINDS } from './detect/detector.ts';
export { createInspector, inspectEvent } from './detect/inspect.ts';
export type { Inspected, InspectEvent } from './detect/inspect.ts';
export { provenanceOf } from './detect/provenance.ts';
export { redactText } from './detect/redact.ts';
export { scanNumber, scanText } from './detect/scan.ts';
export { scrubEvent, scrubOwnEvent } from './detect/scrub.ts';
export type { Scrubbed } from './detect/scrub.ts';
export type { Confidence, Finding, FindingClass, FindingKind, Match } from './detect/detector.ts';
export { NO_BYTES, REFUSALS } from './wire/wire.ts';
export { PROTOCOLS, findEndpoint } from './wire/protocols.ts';
export { SDKS } from './automatic/sdks/index.ts';
export { CONTEXT_FIELDS, contextField } from './automatic/context-fields.ts';
export type { AutomaticField, SdkEntry, SideChannel } from './automatic/catalogue.ts';
export { hasRepeatedKey, parseJson } from './wire/parse-json.ts';
export type { ParsedJson } from './wire/parse-json.ts';
export type {
  Answer,
  DecodeContext,
  Decoded,
  Endpoint,
  EventsEndpoint,
  FoundEndpoint,
  Method,
  Opened,
  Protocol,
  Refusal,
  StaticEndpoint,
  WireLimits,
  WireRequest,
} from './wire/wire.ts';
export type {
  BatchLimits,
  Omission,
  Vendor,
  VendorAnswer,
  VendorReading,
  VendorRequest,
  VendorTools,
  VendorWire,
} from './vendor/vendor.ts';
export { connectVendor, isVendorKind, VENDORS } from './vendor/vendors/index.ts';
export type { VendorKind } from './vendor/vendors/index.ts';
export type { ConnectedVendor } from './vendor/connected-vendor.ts';
export { companyText, hasDay, positionsByDay } from './vendor/by-day.ts';
export { isSinkKind, SINKS } from './vendor/sinks/index.ts';
export type { SinkKindName } from './vendor/sinks/index.ts';
export { readKafkaErrors, toRecords } from './vendor/sinks/kafka.ts';
export type { KafkaRecord, KafkaSettings } from './vendor/sinks/kafka.ts';
export { readS3Answer, toJsonLines, toObjects } from './vendor/sinks/s3.ts';
export type { S3Settings } from './vendor/sinks/s3.ts';
export { readSignals, recordGpc } from './consent/transport.ts';
export { CONSENT_SIGNALS, DENIALS } from './consent/reading.ts';
export { decide } from './decide.ts';
export type { Decision, VendorDecision } from './decide.ts';
export type { CompiledPlan, Remark } from './plan/compiled-plan.ts';
export { reviveCleanEvent } from './protect/clean-event.ts';
export type { CleanEventParts } from './protect/clean-event.ts';
export { compileCanary } from './protect/compile-canary.ts';
export { bindEventId } from './protect/seal-event.ts';
export type {
  FieldSealer,
  SealField,
  SealRecord,
  SealRule,
  SealRuleFault,
  SealedEvent,
  SealedEventPlace,
  SealedField,
  SealedText,
} from './protect/field-sealer.ts';
export { NO_SUBJECT } from './protect/pseudonymiser.ts';
export type { Pseudonymiser } from './protect/pseudonymiser.ts';
export { baselineOf, risesOver } from './linkability/compare.ts';
export type { LinkabilityBaseline, Rise } from './linkability/compare.ts';
export { toLinkable } from './linkability/linkable.ts';
export type { LinkableEvent, Stream } from './linkability/linkable.ts';
export { JOINS, measurePairs } from './linkability/measure.ts';
export type { Measure, PairReport } from './linkability/measure.ts';
export { DOMAIN_PATTERN } from './protect/epoch.ts';
export { pseudonymUses } from './plan/pseudonym-domains.ts';
export type { PseudonymUse } from './plan/pseudonym-domains.ts';
export { NORMALISERS, normaliserOf } from './protect/normalise.ts';
export type { Normaliser } from './protect/normalise.ts';
export { isTypedName } from './plan/free-text.ts';
export { parsePlan, readWrittenFiles, understandPlan } from './plan/parse-plan.ts';
export { quarantines } from './plan/quarantine-rules.ts';
export { recipientGroups } from './plan/seal-rules.ts';
export type { PlanFile } from './plan/parse-plan.ts';
export { CODE_LANGUAGES, isCodeLanguage, writeCode } from './plan/codegen/write-code.ts';
export type { CodeLanguage, CodeOptions, WrittenFile } from './plan/codegen/write-code.ts';
export { GENERATED_MARK } from './plan/codegen/text.ts';
export { OMISSIONS } from './plan/codegen/shape.ts';
export { PLAN_SCHEMAS, planJsonSchema } from './plan/json-schema.ts';
export type { PlanSchemaName } from './plan/json-schema.ts';
export { explainFields } from './plan/explain-fields.ts';
export type { FieldAccount, FieldReason, SentEvent } from './plan/explain-fields.ts';
export { createCohorts } from './aggregate/cohorts.ts';
export type { CohortRecord, Cohorts } from './aggregate/cohorts.ts';
export { compileIssues, compilePlan } from './plan/compile-plan.ts';
export type { CompileOptions } from './plan/compile-plan.ts';
export { createChecks } from './plan/compile-validation.ts';
export type { Checks } from './plan/compile-validation.ts';
export type { EventSpec, FieldSpec, Plan, VendorSpec } from './plan/plan.ts';
export { locateIn, readYaml, suggest, zodIssues } from './plan/read-yaml.ts';
export type { YamlFile } from './plan/read-yaml.ts';
export type { Locate } from './plan/yaml-places.ts';
export { EXCUSABLE_RULES, PLAN_RULES, lintPlan } from './plan/lint/lint-plan.ts';
export type { LintOptions, Linted } from './plan/lint/lint-plan.ts';
export { fixFile } from './plan/lint/fix-file.ts';
export type { Fixed } from './plan/lint/fix-file.ts';
export { LOCK_FILE, makeLock, writtenLock } from './plan/lock/lock.ts';
export type { ChangeSummary, Lock } from './plan/lock/lock.ts';
export { admitPlan, isFree, REVIEW_POLICIES } from './plan/lock/admit-plan.ts';
export type { Accepted, Admission, Candidate, Refused, ReviewPolicy } from './plan/lock/admit-plan.ts';
export { digestPlan } from './plan/lock/digest-plan.ts';
export type { Digest, PlanDigests } from './plan/lock/digest-plan.ts';
export { judgeDecisions, judgeReviews } from './plan/lock/judge-reviews.ts';
export type { Fault, JudgedDecision, Judgement, ReviewQuestion } from './plan/lock/judge-reviews.ts';
export {
  BREAK_GLASS_HOURS,
  SIGNATURE_NAMESPACE,
  SIGNING_ROLES,
  reviewPayload,
  writtenReview,
} from './plan/lock/review.ts';
export type { Decision as ReviewDecision, Review, SigningRole } from './plan/lock/review.ts';
export type { ForgeRequest, ReadRequest } from './plan/lock/forge/forge-request.ts';
export { readGithub } from './plan/lock/forge/read-github.ts';
export { readGitlab } from './plan/lock/forge/read-gitlab.ts';
export { takeApprovals } from './plan/lock/forge/take-approvals.ts';
export type { NotTaken, TakenApprovals } from './plan/lock/forge/take-approvals.ts';
export { FORGES, NO_REVIEWERS, whoMaySign, writtenReviewers } from './plan/lock/reviewers.ts';
export type { Reviewers } from './plan/lock/reviewers.ts';
export { askedForChange, changesOf, summariseChange } from './plan/lock/roles-for-change.ts';
export { placeBlock, renderCodeowners } from './plan/render/codeowners.ts';
export type { PlanPlaces } from './plan/render/path-owners.ts';
export type { Rendered } from './plan/render/rendered.ts';
export { renderRuleset } from './plan/render/ruleset.ts';
export { judgeCanary } from './plan/gate/judge-canary.ts';
export { judgeGate } from './plan/gate/judge-gate.ts';
export type { GateCheck, GateFacts, RunningCanary, SeenEvent, Soak, UseEvidence } from './plan/gate/gate.ts';
export { VIOLATIONS } from './plan/gate/violations.ts';
export { readPlanDocument } from './plan/read-document.ts';
export { ROLES } from './plan/diff/change.ts';
export type { Change, PlanDocument, Role } from './plan/diff/change.ts';
export { diffPlans } from './plan/diff/diff-plans.ts';
export { daysOf as durationDays } from './plan/diff/durations.ts';
export { writtenFacts } from './plan/diff/facts.ts';
export type { DiffFacts } from './plan/diff/facts.ts';
export type { KindRow } from './plan/diff/kind-row.ts';
export { KINDS } from './plan/diff/kinds.ts';
export { fromPointer } from './plan/json-pointer.ts';
export { makeChange } from './plan/diff/make-change.ts';
export { summariseDiff } from './plan/diff/summarise.ts';
export type { DiffSummary, Flow } from './plan/diff/summarise.ts';
export { scalar as yamlScalar, toYaml } from './plan/to-yaml.ts';
export { IMPORTERS } from './plan/importers/index.ts';
export { REVIEW_RULES } from './plan/importers/imported.ts';
export type {
  DraftEvent,
  ImportFile,
  Imported,
  Importer,
  ReviewNote,
  ReviewRule,
} from './plan/importers/imported.ts';
export { draftFiles } from './plan/importers/draft-files.ts';
export { makeDraft } from './plan/importers/make-draft.ts';
export { pointerStep } from './plan/to-yaml.ts';
export type { DraftFile } from './plan/importers/draft-files.ts';
export { FIELD_SHEET_LIMITS, FIELD_TYPES, createFieldSheet, noteFields } from './plan/infer/field-sheet.ts';
export type {
  EventNote,
  FieldNote,
  FieldSheet,
  FieldSheetLimits,
  Witness,
} from './plan/infer/field-sheet.ts';
export { inferEvents } from './plan/infer/infer-events.ts';
export { plannedName, readPlannedName } from './plan/infer/planned-name.ts';
export { roomy } from './plan/infer/roomy.ts';
export { addTold, countUntold, tellFields } from './plan/infer/told-fields.ts';
export type { ToldEvent, ToldField, Untold } from './plan/infer/told-fields.ts';
export { EXPORTERS } from './plan/exporters/index.ts';
export { readCatalogue } from './plan/exporters/read-catalogue.ts';
export type { Catalogue, Exporter, ExportFile, ExportOptions } from './plan/exporters/exported.ts';
export { runCases } from './cases/run-cases.ts';
export type { CaseResult } from './cases/run-cases.ts';
export { documentOf, versionPairs } from './plan/importers/plan-documents.ts';
export type { VersionPair } from './plan/importers/plan-documents.ts';
export { readIgluHistories } from './plan/importers/iglu.ts';
export { readWikimediaHistories } from './plan/importers/wikimedia.ts';
