export { burnEpoch, openKeyFile } from './key-file.ts';
export type { KeyRing } from './key-file.ts';
export { createPseudonymiser } from './pseudonymiser.ts';
export { createSealer, EPOCH_LIMITS } from './envelope/sealer.ts';
export type { Sealer, SealerOptions } from './envelope/sealer.ts';
export type { Epoch } from './envelope/epoch.ts';
export type {
  EpochLimits,
  EventSealer,
  HeaderSealer,
  Sealed,
  SealRefusal,
  SealRefused,
} from './envelope/header-sealer.ts';
export { createOpener } from './envelope/opener.ts';
export type { Opened, Opener, OpenerOptions, OpenRefused } from './envelope/opener.ts';
export { OPEN_REFUSALS } from './envelope/open-refusals.ts';
export type { OpenRefusal } from './envelope/open-refusals.ts';
export { carryHeaders, isSealed } from './envelope/sealed-text.ts';
export {
  createSubjectKeys,
  startSubjectSession,
  unwrapPrivateKey,
  wrapPrivateKey,
} from './envelope/subject.ts';
export type { SubjectKeys, SubjectSession, SubjectSessionOptions } from './envelope/subject.ts';
export type { EventPlace, FieldPlace } from './envelope/place.ts';
export type { JsonValue } from './envelope/plaintext.ts';
