/** How a run of the command ends: a closed table, worked out from what happened and never from how it is shown. */

export const EXITS = {
  internal: { code: 70, meaning: 'Headgate itself failed. A bug: please report it.' },
  interrupted: { code: 130, meaning: 'Stopped before it was done.' },
  usage: { code: 2, meaning: 'The command line, the configuration or the plan cannot be used as written.' },
  denied: { code: 3, meaning: 'The gateway did not accept the token, or what keeps the keys refused.' },
  unreachable: { code: 4, meaning: 'The gateway, or what keeps the keys, does not answer.' },
  incomplete: { code: 5, meaning: 'Some of the input could not be read, so the answer is not whole.' },
  findings: { code: 1, meaning: 'Done, and there is something to mend.' },
  clean: { code: 0, meaning: 'Done, nothing to mend.' },
} as const satisfies Readonly<Record<string, { code: number; meaning: string }>>;

export type Exit = keyof typeof EXITS;

/** Gravest first: where several endings apply, the first of these is the one to tell. */
const GRAVEST_FIRST: readonly Exit[] = [
  'internal',
  'interrupted',
  'usage',
  'denied',
  'unreachable',
  'incomplete',
  'findings',
  'clean',
];

/** The gravest of several endings; `clean` where there is none. */
export function gravest(exits: readonly Exit[]): Exit {
  return GRAVEST_FIRST.find((exit) => exits.includes(exit)) ?? 'clean';
}

/** Ends a command early. `message` says what is wrong and `mend` what to do, one line each, without any event value. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: Exit;
  readonly mend: string;

  constructor(exit: Exit, message: string, mend: string) {
    super(message);
    this.exit = exit;
    this.mend = mend;
  }
}
