import { isGiven, textOption } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { confirm } from '../keys/confirm.ts';
import { withKeys } from '../keys/key-scope.ts';
import { findItems, wantedOf, withHeaders } from '../open/find-items.ts';
import { openDesk, readPolicy } from '../open/open-desk.ts';
import { readItems } from '../open/read-items.ts';
import type { ReadItems } from '../open/read-items.ts';
import { REQUEST_REFUSALS } from '../open/refusals.ts';
import type { RequestRefusal } from '../open/refusals.ts';
import type { OpenRequest } from '../open/request.ts';
import type { FieldAnswer } from '../open/field-opener.ts';
import { count } from '../print-issues.ts';
import { printable } from '../print.ts';
import { writeDurably } from '../write-whole.ts';

const OWNER_ALONE = 0o600;
const TOKEN_LENGTH_MAX = 512;

/** What the one who asks can do about a refusal. */
const MENDS: Partial<Record<RequestRefusal, string>> = {
  'needs-approval': 'Write it down with --write-request, and ask the open service: docs/open.md.',
  'rate-limited': 'Open fewer, or wait.',
  'purpose-not-allowed': 'Name a purpose of yours with --purpose.',
  unauthorised: 'Set HEADGATE_OPEN_TOKEN_FILE or HEADGATE_OPEN_TOKEN.',
};

/** Opens sealed fields as the policy allows, each with a row in the audit trail. One line of JSON for each, in their order. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const reason = { purpose: needed(given, 'purpose'), ticket: needed(given, 'ticket') };
  const { limits, tickets } = readPolicy(context, given);
  const request = { ...reason, ...(await itemsFor(context, given, limits.fields)) };
  const written = textOption(given, 'writeRequest');
  if (written !== undefined) {
    writeDurably(resolve(context.directory, written), JSON.stringify(request), OWNER_ALONE);
    print.note(`${count(request.items.length, 'sealed field')} written: a body for the open service.`);
    return 'clean';
  }
  const ended = await mayShow(context, given, request.items.length);
  if (ended !== null) return ended;
  const { desk } = await openDesk(context, given);
  const caller = desk.callerOf(tokenOf(context));
  const outcome =
    caller === null ? await desk.refuse(null, 'unauthorised') : await desk.open(caller, request);
  if (outcome.kind === 'refused') {
    const mend = outcome.refusal === 'bad-ticket' ? formOf(tickets) : MENDS[outcome.refusal];
    throw new Failure(
      'denied',
      REQUEST_REFUSALS[outcome.refusal].meaning.replace(/\.$/, ''),
      mend ?? 'See docs/open.md.',
    );
  }
  return show(context, request, outcome.answer);
});

function formOf(tickets: readonly string[]): string {
  return `Name the ticket that asks for it with --ticket: ${tickets.join(' or ')}, and 1 to 12 digits.`;
}

function show({ print }: Context, { items }: OpenRequest, answers: readonly FieldAnswer[]): Exit {
  for (const [at, answer] of answers.entries()) {
    const { jsonPath: path, recipientGroup: group, ...event } = items[at]?.place ?? {};
    // Escapes of JSON, so that a value reads back the same and steers no terminal.
    print.data(printable(JSON.stringify({ ...event, path, group, ...answer })));
  }
  const closed = answers.filter((answer) => answer.kind === 'refused');
  if (closed.length === 0) return 'clean';
  print.note(`${count(closed.length, 'field')} did not open; each line says why.`);
  if (closed.some(({ reason }) => reason === 'unknown-header'))
    print.note('Headers that a text names and does not carry are asked of the gateway that --admin names.');
  return 'incomplete';
}

async function itemsFor(context: Context, given: Given, max: number): Promise<ReadItems> {
  const wanted = wantedOf(given);
  const [file] = given.args;
  if (wanted === null) {
    const read = await readItems(file === undefined ? null : resolve(context.directory, file), max);
    if (textOption(given, 'admin') === undefined) return read;
    return askGateway(context, given, ({ client }) => withHeaders(client, read));
  }
  if (file === undefined) return askGateway(context, given, ({ client }) => findItems(client, wanted, max));
  throw new Failure('usage', 'it is not clear which fields are meant', 'Name a file, or ask the gateway.');
}

/** Values on a screen stay in its scrollback: somebody must want that. */
async function mayShow(context: Context, given: Given, fields: number): Promise<Exit | null> {
  if (!process.stdout.isTTY || isGiven(given, 'yes')) return null;
  const question = `Show ${count(fields, 'value')} on this screen?`;
  return confirm(context, given, { question, isGrave: true });
}

function needed(given: Given, name: 'purpose' | 'ticket'): string {
  const text = textOption(given, name);
  if (text !== undefined && text !== '') return text;
  throw new Failure('usage', `fields are opened for a ${name} only`, `Name it with --${name}.`);
}

function tokenOf({ environment }: Context): string | null {
  const file = environment['HEADGATE_OPEN_TOKEN_FILE'] ?? '';
  const text = file === '' ? (environment['HEADGATE_OPEN_TOKEN'] ?? '') : readFileSync(file, 'utf8');
  const token = text.slice(0, TOKEN_LENGTH_MAX).trim();
  return token === '' ? null : token;
}
