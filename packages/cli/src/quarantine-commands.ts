/** Commands about quarantined events. */
import type { CommandSpec, OptionSpec } from './command.ts';

/** `admin` and `keys` are how the gateway and the key ring are named everywhere. */
export function quarantineCommands(admin: readonly OptionSpec[], keys: OptionSpec): readonly CommandSpec[] {
  return [
    {
      usage: 'quarantine list',
      summary: 'list quarantined events by what is wrong with them; needs no key and shows no value',
      example: 'quarantine list',
      options: [...admin],
      load: () => import('./commands/quarantine-list.ts'),
    },
    {
      usage: 'quarantine show <shape>',
      summary: 'open quarantined events with the key ring, and show their fields',
      example: 'quarantine show 4f1d0c6a9be27d35 --limit 3 --values',
      options: [
        { flags: '--values', help: 'also show the events themselves, with their values' },
        { flags: '--limit <n>', help: 'how many events to open', standard: '20' },
        keys,
        ...admin,
      ],
      load: () => import('./commands/quarantine-show.ts'),
    },
    {
      usage: 'quarantine replay [shape]',
      summary: 'open quarantined events with the key ring, and send them through the plan now in force',
      example: 'quarantine replay 4f1d0c6a9be27d35',
      options: [{ flags: '--all', help: 'events of every shape' }, keys, ...admin],
      load: () => import('./commands/quarantine-replay.ts'),
    },
    {
      usage: 'quarantine discard <shape>',
      summary: 'forget quarantined events for ever',
      example: 'quarantine discard 4f1d0c6a9be27d35 --dry-run',
      options: [
        { flags: '--dry-run', help: 'show what would be done, and do nothing' },
        { flags: '--yes', help: 'ask nothing' },
        ...admin,
      ],
      load: () => import('./commands/quarantine-discard.ts'),
    },
  ];
}
