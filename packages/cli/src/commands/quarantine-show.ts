import type { QuarantineFetchAnswer, QuarantinedRecord } from '@headgate/api';
import type { Context, Given } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { withKeys } from '../keys/key-scope.ts';
import { count } from '../print-issues.ts';
import { formatTable, printable } from '../print.ts';
import { fieldsOf } from '../quarantine/fields.ts';
import type { FieldRow } from '../quarantine/fields.ts';
import { describeUnopened, openSteward } from '../quarantine/open-records.ts';
import type { OpenedRecord } from '../quarantine/open-records.ts';
import { eventOf, findShape } from '../quarantine/shapes.ts';
import type { Shape } from '../quarantine/shapes.ts';
import { formatCount, formatTime } from '../words.ts';

const EVENTS_MAX = 10_000;

/** Opens events of one shape here, with the key ring, and shows their fields; their values only when asked for them. */
export const run = withKeys(async (context, given) => {
  const [name = ''] = given.args;
  const limit = limitOf(given);
  const shape = findShape(await askGateway(context, given, ({ client }) => client.quarantine()), name);
  const steward = await openSteward(context, given, [shape.group]);
  const records = await fetchSome(context, given, { shape: name, limit });
  const opened = records.map(steward.open);
  steward.forget();
  const events = opened.flatMap((each) =>
    each.kind === 'opened' ? [{ ...each, event: JSON.parse(each.payload.json) as unknown }] : [],
  );
  return tell(context, { shape, events, opened, showsValues: isGiven(given, 'values') });
});

function limitOf(given: Given): number {
  const limit = Number(textOption(given, 'limit'));
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= EVENTS_MAX) return limit;
  throw new Failure('usage', '--limit is not a number of events', `Write 1 to ${String(EVENTS_MAX)}.`);
}

async function fetchSome(
  context: Context,
  given: Given,
  { shape, limit }: { readonly shape: string; readonly limit: number },
): Promise<readonly QuarantinedRecord[]> {
  const records: QuarantinedRecord[] = [];
  let after: number | null = 0;
  while (after !== null && records.length < limit) {
    const from: number = after;
    const page: QuarantineFetchAnswer = await askGateway(context, given, ({ client }) =>
      client.fetchQuarantined(shape, from, limit - records.length),
    );
    records.push(...page.records);
    after = page.next;
  }
  return records;
}

interface Shown {
  readonly shape: Shape;
  readonly opened: readonly OpenedRecord[];
  readonly events: readonly { readonly number: number; readonly storedAt: number; readonly event: unknown }[];
  readonly showsValues: boolean;
}

function tell({ print }: Context, { shape, opened, events, showsValues }: Shown): Exit {
  const fields = fieldsOf(events.map(({ event }) => event));
  const reasons = unopenedOf(opened);
  const ending = reasons.size === 0 ? 'clean' : 'incomplete';
  if (print.format === 'json') {
    const values = events.map(({ number, storedAt, event }) => ({ number, storedAt, event }));
    print.json({
      schemaVersion: 1,
      shape,
      opened: events.length,
      unopened: Object.fromEntries(reasons),
      fields,
      ...(showsValues ? { events: values } : {}),
    });
    return ending;
  }
  print.note(headline(shape, events.length));
  print.data(formatFields(fields));
  if (showsValues) {
    for (const { number, storedAt, event } of events) {
      print.data(`\n#${String(number)}, ${formatTime(storedAt)}\n${printable(JSON.stringify(event))}`);
    }
  }
  for (const line of describeUnopened(reasons)) print.error(line);
  return ending;
}

function headline(shape: Shape, opened: number): string {
  const what = `${shape.cause}, event ${eventOf(shape)}, from ${printable(shape.source)} (${shape.environment})`;
  return `${what}: ${formatCount(opened)} of ${count(shape.events, 'event')} opened`;
}

function formatFields(fields: readonly FieldRow[]): string {
  const rows = fields.map(({ path, types, events }) => [
    printable(path),
    types.join(', '),
    formatCount(events),
  ]);
  return formatTable(['FIELD', 'TYPE', 'EVENTS'], rows);
}

function unopenedOf(
  opened: readonly OpenedRecord[],
): Map<Extract<OpenedRecord, { kind: 'unopened' }>['reason'], number> {
  const reasons: ReturnType<typeof unopenedOf> = new Map();
  for (const each of opened) {
    if (each.kind === 'unopened') reasons.set(each.reason, (reasons.get(each.reason) ?? 0) + 1);
  }
  return reasons;
}
