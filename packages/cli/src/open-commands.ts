/** Commands that open sealed fields, on the machine that has the key ring. */
import type { CommandSpec, OptionSpec } from './command.ts';
import { AUDIT, BACKUP_KEYS, KEYS, VAULT } from './subject-commands.ts';

const POLICY: OptionSpec = {
  flags: '--policy <file>',
  help: 'who may open what (default: open-policy.yaml)',
};

export const OPEN_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'open [file]',
    summary: 'open sealed fields as the policy allows: lines of JSON, or what the gateway keeps',
    example: 'open --event 6f1c2a90 --purpose support --ticket OPS-117 --yes',
    options: [
      { flags: '--purpose <name>', help: 'what for; required' },
      { flags: '--ticket <name>', help: 'the ticket that asks for it; required' },
      { flags: '--event <id>', help: 'the fields of this event, by its message id or the eventId of a line' },
      {
        flags: '--from <time>',
        help: 'the fields stored from then on, as 2026-11-27 or 2026-11-27T09:30:00Z',
      },
      { flags: '--to <time>', help: 'the fields stored before then' },
      { flags: '--path <path>', help: 'with --from and --to: of this planned path' },
      { flags: '--group <name>', help: 'with --from and --to: of this recipient group' },
      { flags: '--write-request <file>', help: 'open nothing: write a body for the open service' },
      { flags: '--yes', help: 'ask nothing before values are shown on a screen' },
      POLICY,
      AUDIT,
      KEYS,
      VAULT,
      BACKUP_KEYS,
      { flags: '--admin <url>', help: 'admin address of the gateway (default: from the configuration)' },
      { flags: '--timeout <seconds>', help: 'how long to wait for the gateway', standard: '10' },
    ],
    load: () => import('./commands/open.ts'),
  },
  {
    usage: 'open serve',
    summary: 'run the open service, by which authorised callers open fields over HTTP',
    example: 'open serve --port 4410',
    options: [
      { flags: '--host <address>', help: 'where it listens', standard: '127.0.0.1' },
      { flags: '--port <n>', help: 'where it listens; 0 takes a free one', standard: '4410' },
      POLICY,
      AUDIT,
      KEYS,
      VAULT,
      BACKUP_KEYS,
    ],
    load: () => import('./commands/open-serve.ts'),
  },
  {
    usage: 'open audit',
    summary: 'print the audit trail of opened fields and erased subjects, or check that it is whole',
    example: 'open audit --verify',
    options: [
      { flags: '--verify', help: 'check the chain; 1 when a row was changed or is missing' },
      {
        flags: '--anchor <digest>',
        help: 'check also that the row with this digest, noted elsewhere, is there',
      },
      AUDIT,
      KEYS,
    ],
    load: () => import('./commands/open-audit.ts'),
  },
  {
    usage: 'open token',
    summary: 'make a token for a caller of the open service, and its digest for the policy',
    example: 'open token',
    options: [],
    load: () => import('./commands/open-token.ts'),
  },
];
