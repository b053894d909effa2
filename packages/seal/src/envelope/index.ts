/**
 * Sealed fields, as `@headgate/seal/envelope`: an entrance of its own, so that a service that opens fields loads node:crypto and these
 * files and nothing of the gateway's keys.
 */
export { kidOf } from '../kid.ts';
export { rawPublicKey } from './x25519.ts';
export { parseHeader } from './header.ts';
export type { GroupHeader, Header, SubjectHeader, UnreadHeader } from './header.ts';
export { createSealer, EPOCH_LIMITS } from './sealer.ts';
export type { Sealer, SealerOptions } from './sealer.ts';
export type { Epoch } from './epoch.ts';
export type {
  EpochLimits,
  EventSealer,
  HeaderSealer,
  Sealed,
  SealRefusal,
  SealRefused,
} from './header-sealer.ts';
export { createOpener } from './opener.ts';
export type { Opened, Opener, OpenerOptions, OpenRefused } from './opener.ts';
export { OPEN_REFUSALS } from './open-refusals.ts';
export type { OpenRefusal } from './open-refusals.ts';
export { carryHeaders, headerIdOf, isSealed } from './sealed-text.ts';
export { createSubjectKeys, startSubjectSession, unwrapPrivateKey, wrapPrivateKey } from './subject.ts';
export type { SubjectKeys, SubjectSession, SubjectSessionOptions } from './subject.ts';
export type { EventPlace, FieldPlace } from './place.ts';
export type { JsonValue } from './plaintext.ts';
