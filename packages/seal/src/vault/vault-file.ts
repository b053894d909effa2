/** `vault.json`: whose vault it is, and the key that wraps its private halves, itself wrapped by the KEK of the key ring. */
import type { KekSettings } from '../keys/kek/settings.ts';
import { parseKekSettings } from '../keys/kek/parse-settings.ts';
import { KeysUnusable } from '../keys/keys-unusable.ts';
import { Unfit, membersOf, numberOf, parseJson, textOf } from '../keys/read-json.ts';

export interface VaultFile {
  readonly tenant: string;
  /** The KEK that the vault was made with. */
  readonly kek: KekSettings;
  /** The vault's key, 32 bytes, wrapped by that KEK. */
  readonly wrappedKey: string;
  /** How long a backup of it can be opened, in days: the window of the promise of erasure. 1 to 30. */
  readonly backupDays: number;
}

const VERSION = 1;
export const VAULT_FILE_BYTES_MAX = 64 * 1024;
const WRAPPED_CHARACTERS_MAX = 8192;
export const BACKUP_DAYS_MAX = 30;

/** What the vault's key is bound to when it is wrapped. */
export function vaultContext(tenant: string): string {
  return JSON.stringify(['headgate/vault/v1', tenant]);
}

export function isBackupDays(days: number): boolean {
  return Number.isSafeInteger(days) && days >= 1 && days <= BACKUP_DAYS_MAX;
}

export function formatVaultFile({ tenant, kek, wrappedKey, backupDays }: VaultFile): string {
  return `${JSON.stringify({ version: VERSION, tenant, kek, wrappedKey, backupDays }, null, 2)}\n`;
}

/** Throws `KeysUnusable` where the text is damaged. */
export function parseVaultFile(text: string): VaultFile {
  try {
    const names = ['version', 'tenant', 'kek', 'wrappedKey', 'backupDays'];
    const members = membersOf(parseJson(text), 'the file', names);
    if (members['version'] !== VERSION) throw new Unfit('version', String(VERSION));
    const backupDays = numberOf(members['backupDays'], 'backupDays');
    if (!isBackupDays(backupDays)) throw new Unfit('backupDays', `1 to ${BACKUP_DAYS_MAX}`);
    return {
      tenant: textOf(members['tenant'], 'tenant'),
      kek: parseKekSettings(members['kek'], 'kek'),
      wrappedKey: textOf(members['wrappedKey'], 'wrappedKey', WRAPPED_CHARACTERS_MAX),
      backupDays,
    };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const mend = 'Bring the vault back from a backup: headgate subject restore.';
    throw new KeysUnusable('damaged', `The vault is damaged: ${error.message}`, mend);
  }
}
