/**
 * The vault of subjects' keys, as `@headgate/seal/vault`: an entrance of its own, for the machines that open fields. A gateway never loads it.
 */
export { listBackupKeys, sweepBackupKeys } from './backup-keys.ts';
export type { BackupTerm } from './backup-keys.ts';
export { SUBJECTS_MAX, addSubjects, eraseSubject, initVault } from './change-vault.ts';
export type { Erased } from './change-vault.ts';
export type { Tombstone } from './tombstones.ts';
export { expectVault, openVault, readVault, stateOfSubject } from './vault.ts';
export type { OpenVault } from './vault.ts';
export {
  backupVault,
  expectBackupKey,
  openVaultBackup,
  parseVaultBackup,
  restoreVault,
} from './vault-backup.ts';
export type { Restored } from './vault-backup.ts';
export { BACKUP_DAYS_MAX } from './vault-file.ts';
export type { VaultFile } from './vault-file.ts';
