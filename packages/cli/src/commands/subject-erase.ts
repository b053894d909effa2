import type { ForgetSubjectAnswer } from '@headgate/api';
import { eraseSubject, expectVault, listBackupKeys, stateOfSubject } from '@headgate/seal/vault';
import { userInfo } from 'node:os';
import { textOption } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { confirm } from '../keys/confirm.ts';
import { withKeys } from '../keys/key-scope.ts';
import { readValue } from '../subject/read-value.ts';
import { tellErasure } from '../subject/trail-rows.ts';
import type { ErasureRow } from '../subject/trail-rows.ts';
import { endBackups, placesOf } from '../subject/vault-scope.ts';
import type { VaultPlaces } from '../subject/vault-scope.ts';
import { formatTime } from '../words.ts';

const TICKET_LENGTH_MAX = 64;

interface ErasedKey {
  readonly kid: string;
  readonly erasedAt: number;
  readonly wasErased: boolean;
}

/**
 * Erases a person's key. The gateway lets go of it first, so that nothing more is sealed to it; it names keys let go of earlier as well,
 * by which an erasure that was interrupted is finished when it is run again.
 */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const places = placesOf(context, given);
  const ticket = ticketOf(given);
  const { backupDays } = expectVault(places.vault);
  endBackups(context, places, Date.now());
  const named = textOption(given, 'kid');
  const value = named === undefined ? await readValue(context, process.stdin, 'subject erase') : null;
  if (print.format === 'human') for (const line of foresee(places, backupDays)) print.data(line);
  const ended = await confirm(context, given, { question: 'Erase the key for ever?', isGrave: true });
  if (ended !== null) return ended;
  const known =
    value === null ? null : await askGateway(context, given, ({ client }) => client.forgetSubject(value));
  const index = known?.index ?? null;
  const kids = known === null ? [named ?? ''] : kidsOf(known);
  const { erased, unknown } = await eraseAll(places, kids, { by: userInfo().username, index, ticket });
  if (unknown.length > 0) {
    const message = `this vault has no key of the kid ${unknown.join(', ')}: it is not erased`;
    const mend = 'Name the vault that made the pool of this gateway with --vault, and run it again.';
    throw new Failure('usage', message, mend);
  }
  tell(context, index, erased);
  return 'clean';
});

/** Each with its row in the audit trail. What this vault does not have is left, and told. */
async function eraseAll(
  { vault, audit }: VaultPlaces,
  kids: readonly string[],
  who: Omit<ErasureRow, 'kid' | 'erasedAt'>,
): Promise<{ readonly erased: readonly ErasedKey[]; readonly unknown: readonly string[] }> {
  const unknown = kids.filter((kid) => stateOfSubject(vault, kid) === 'unknown');
  const erased: ErasedKey[] = [];
  for (const kid of kids.filter((each) => !unknown.includes(each))) {
    const done = await eraseSubject({ directory: vault }, kid, Date.now());
    await tellErasure(audit, { ...who, kid, erasedAt: done.erasedAt });
    erased.push({ kid, ...done });
  }
  return { erased, unknown };
}

function tell({ print }: Context, index: string | null, erased: readonly ErasedKey[]): void {
  if (print.format === 'json') {
    const keys = erased.map(({ kid, erasedAt, wasErased }) => ({
      kid,
      erasedAt: new Date(erasedAt).toISOString(),
      wasErased,
    }));
    print.json({ schemaVersion: 1, subject: index, keys });
    return;
  }
  for (const { kid, erasedAt, wasErased } of erased) {
    print.data(wasErased ? `${kid} was erased at ${formatTime(erasedAt)}` : `${kid} is erased`);
  }
  if (erased.length === 0) print.data('This person never had a key: no field is sealed with one.');
}

function foresee(places: VaultPlaces, backupDays: number): string[] {
  const last = listBackupKeys(places.backupKeys, Date.now()).at(-1);
  return [
    'Every field that was sealed with the key of this person becomes unreadable for everyone, for ever.',
    'Fields that were sealed to a group alone, and what vendors were sent, are not touched.',
    last === undefined
      ? `No backup can be opened now; later ones will not have the key.`
      : `Backups that still have the key can be opened until ${formatTime(last.expiresAt)}, ${backupDays} days after the last one.`,
  ];
}

function kidsOf({ kid, earlier }: ForgetSubjectAnswer): readonly string[] {
  return [...new Set([...earlier, ...(kid === null ? [] : [kid])])];
}

function ticketOf(given: Given): string | null {
  const ticket = textOption(given, 'ticket');
  if (ticket === undefined) return null;
  if (/^[\w./#-]+$/.test(ticket) && ticket.length <= TICKET_LENGTH_MAX) return ticket;
  const mend = `Write up to ${TICKET_LENGTH_MAX} letters, digits and - . / # _.`;
  throw new Failure('usage', '--ticket is not the name of a ticket', mend);
}
