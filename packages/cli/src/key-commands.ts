/** Commands about the keys of sealed fields. */
import type { CommandSpec, OptionSpec } from './command.ts';

export const KEYS: OptionSpec = {
  flags: '--keys <directory>',
  help: 'the key ring (default: HEADGATE_KEYS, or headgate-keys beside the configuration)',
};
const DRY_RUN: OptionSpec = { flags: '--dry-run', help: 'show what would be done, and do nothing' };
const YES: OptionSpec = { flags: '--yes', help: 'ask nothing' };
/** As `KEK_PROVIDERS` of the seal package, which help need not load; a test compares them. */
export const PROVIDERS = ['passphrase', 'secret', 'vault', 'aws', 'gcp', 'azure'] as const;

function kekOptions(wrapped: string): readonly OptionSpec[] {
  return [
    { flags: '--kek <provider>', help: `what wraps ${wrapped}`, choices: PROVIDERS, standard: 'passphrase' },
    { flags: '--kek-key <name>', help: 'key of vault, aws, gcp or azure' },
    { flags: '--kek-address <origin>', help: 'address of OpenBao or Vault (default: BAO_ADDR, VAULT_ADDR)' },
    { flags: '--kek-mount <path>', help: 'mount of the transit engine', standard: 'transit' },
  ];
}

export const KEY_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'key init',
    summary: 'make a key ring; not on the machine of the gateway',
    example: 'key init --kek vault --kek-key headgate --kek-address https://bao.example:8200',
    options: [
      {
        flags: '--tenant <name>',
        help: 'whose data it is; bound into every sealed field',
        standard: 'default',
      },
      ...kekOptions('the private keys'),
      { flags: '--days <n>', help: 'how long a key is active', standard: '90' },
      {
        flags: '--lead-days <n>',
        help: 'how long before that the next one is made (default: 7, at most --days)',
      },
      { flags: '--grace-days <n>', help: 'how long gateways go on without a rotation', standard: '30' },
      KEYS,
    ],
    load: () => import('./commands/key-init.ts'),
  },
  {
    usage: 'key create <group>',
    summary: 'add a group of recipients with its first key',
    example: 'key create analysts',
    options: [DRY_RUN, YES, KEYS],
    load: () => import('./commands/key-create.ts'),
  },
  {
    usage: 'key list',
    summary: 'list the keys, their states and when a rotation is due',
    example: 'key list --format json',
    options: [KEYS],
    load: () => import('./commands/key-list.ts'),
  },
  {
    usage: 'key rotate [group]',
    summary: 'do what is due, in one group or in all; with --now replace the key of a group at once',
    example: 'key rotate analysts --now',
    options: [{ flags: '--now', help: 'though nothing is due, as after an incident' }, DRY_RUN, YES, KEYS],
    load: () => import('./commands/key-rotate.ts'),
  },
  {
    usage: 'key destroy <kid>',
    summary: 'remove a private key for ever; says first what becomes unreadable',
    example: 'key destroy 4f1d0c6a9be27d35 --dry-run',
    options: [
      DRY_RUN,
      YES,
      { flags: '--admin <url>', help: 'count what this gateway keeps that is sealed to the key' },
      { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
      KEYS,
    ],
    load: () => import('./commands/key-destroy.ts'),
  },
  {
    usage: 'key backup <file>',
    summary: 'write all keys into one file, under a passphrase or a KEK of its own',
    example: 'key backup /media/safe/keys-2026-11.json',
    options: [...kekOptions('the backup'), DRY_RUN, YES, KEYS],
    load: () => import('./commands/key-backup.ts'),
  },
  {
    usage: 'key restore <file>',
    summary: 'bring a backup into the key ring, or make one of it; destroyed keys stay destroyed',
    example: 'key restore /media/safe/keys-2026-11.json --dry-run',
    options: [
      { flags: '--resurrect <kid>', help: 'bring back this destroyed key; may be repeated', isList: true },
      ...kekOptions('the private keys, where there is no ring yet'),
      DRY_RUN,
      YES,
      KEYS,
    ],
    load: () => import('./commands/key-restore.ts'),
  },
  {
    usage: 'key publish [file]',
    summary: 'write the public keys for the gateway, to a file or to standard output',
    example: 'key publish recipients.json',
    options: [KEYS],
    load: () => import('./commands/key-publish.ts'),
  },
];
