export { openBackup, parseBackup, sealBackup } from './keys/backup.ts';
export type { Backup } from './keys/backup.ts';
export {
  checkNewGroup,
  createGroup,
  destroyInRing,
  expectGroup,
  foreseeRestore,
  initRing,
  restoreRing,
  rotateKeys,
} from './keys/change-keys.ts';
export type { RotationDone } from './keys/change-keys.ts';
export { foreseeDestruction } from './keys/destruction.ts';
export type { CountSealed, Destruction } from './keys/destruction.ts';
export { nodeDisk } from './keys/disk.ts';
export type { Kek, KekSecrets } from './keys/kek/kek.ts';
export { readKekSecrets } from './keys/kek/kek-secrets.ts';
export type { PassphraseVariable } from './keys/kek/kek-secrets.ts';
export { PASSPHRASE_CHARACTERS_MIN, newPassphraseSettings } from './keys/kek/local-kek.ts';
export { openKek } from './keys/kek/open-kek.ts';
export { KEK_PROVIDERS } from './keys/kek/settings.ts';
export type { KekProvider, KekSettings } from './keys/kek/settings.ts';
export { KeysUnusable } from './keys/keys-unusable.ts';
export type { KeysFault } from './keys/keys-unusable.ts';
export type { MergeChange, Merged } from './keys/merge.ts';
export { openKeyRing, unwrapKeyRing } from './keys/open-key-ring.ts';
export type { OpenKeyRing } from './keys/open-key-ring.ts';
export { formatRecipients, parseRecipients, readRecipients } from './keys/recipients.ts';
export type { CheckedRecipients, Recipient, Recipients, RecipientsIssue } from './keys/recipients.ts';
export { GROUPS_MAX, STANDARD_ROTATION, activeOf, nextOf, sealableUntil } from './keys/ring.ts';
export type { Generation, Ring, RotationPolicy } from './keys/ring.ts';
export {
  expectRing,
  mendRing,
  publishedBy,
  readRing,
  replaceFile,
  writeRecipients,
} from './keys/ring-store.ts';
export { nextStepDue, planRotation } from './keys/rotation.ts';
export type { RotationStep } from './keys/rotation.ts';
export { openDayKeys, readDayKeys } from './day-keys.ts';
export type { DayKeys } from './day-keys.ts';
export { openKeyFile, readKeyFile } from './key-file.ts';
export type { KeyFile, KeyRing } from './key-file.ts';
export { createPseudonymiser } from './pseudonymiser.ts';
export type { Pseudonymiser } from './pseudonymiser.ts';
