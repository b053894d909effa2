/** Commands about the keys of subjects, on the machine that has the key ring. */
import type { CommandSpec, OptionSpec } from './command.ts';

export const KEYS: OptionSpec = {
  flags: '--keys <directory>',
  help: 'the key ring (default: HEADGATE_KEYS, or headgate-keys beside the configuration)',
};
export const VAULT: OptionSpec = {
  flags: '--vault <directory>',
  help: 'the vault (default: HEADGATE_VAULT, or headgate-vault beside the key ring)',
};
export const BACKUP_KEYS: OptionSpec = {
  flags: '--backup-keys <directory>',
  help: 'the keys of backups (default: HEADGATE_BACKUP_KEYS, or backup-keys in the vault)',
};
export const AUDIT: OptionSpec = {
  flags: '--audit <directory>',
  help: 'the audit trail (default: HEADGATE_AUDIT, or headgate-audit beside the key ring)',
};
const DRY_RUN: OptionSpec = { flags: '--dry-run', help: 'show what would be done, and do nothing' };
const YES: OptionSpec = { flags: '--yes', help: 'ask nothing' };
const PLACES = [KEYS, VAULT, BACKUP_KEYS] as const;

export const SUBJECT_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'subject keys',
    summary:
      'make keys of subjects: private halves into the vault, public halves into a pool for the gateway',
    example: 'subject keys --count 10000 --pool subject-pool.txt',
    options: [
      { flags: '--count <n>', help: 'how many', standard: '1000' },
      { flags: '--pool <file>', help: 'file of public halves that they are added to; required' },
      {
        flags: '--backup-days <n>',
        help: 'where there is no vault yet: how long its backups can be opened, 1 to 30',
        standard: '30',
      },
      DRY_RUN,
      YES,
      ...PLACES,
    ],
    load: () => import('./commands/subject-keys.ts'),
  },
  {
    usage: 'subject erase',
    summary:
      'erase the key of one person, so that nobody can open their fields; reads the value from standard input',
    example: 'subject erase --ticket DPO-117 < user-id.txt',
    options: [
      { flags: '--kid <kid>', help: 'erase this key, and ask no gateway' },
      { flags: '--ticket <name>', help: 'for the audit trail' },
      DRY_RUN,
      YES,
      AUDIT,
      ...PLACES,
      { flags: '--admin <url>', help: 'admin address of the gateway (default: from the configuration)' },
      { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
    ],
    load: () => import('./commands/subject-erase.ts'),
  },
  {
    usage: 'subject backup <file>',
    summary: 'write the vault into a file that can be opened for the days of the vault, and then by nobody',
    example: 'subject backup /media/safe/vault-2026-11-27.backup --backup-keys /mnt/other/backup-keys',
    options: [DRY_RUN, YES, ...PLACES],
    load: () => import('./commands/subject-backup.ts'),
  },
  {
    usage: 'subject restore <file>',
    summary: 'bring a backup into the vault, or make one of it; who was erased stays erased',
    example: 'subject restore /media/safe/vault-2026-11-27.backup --dry-run',
    options: [DRY_RUN, YES, AUDIT, ...PLACES],
    load: () => import('./commands/subject-restore.ts'),
  },
];
