/**
 * How a run of events lies on disk: their JSON, one per line, each line ended by a newline, which JSON.stringify
 * never writes inside. Everything else that is known of a record is in its key, so that recovery reads keys alone.
 */

/** Key of a record: sorts by shard, then in the order in which events were accepted. */
export interface RecordKey {
  /** Number of the lane times partitions, plus the partition. */
  readonly shard: number;
  readonly sequence: number;
  readonly events: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

/** The key as the store wants it. */
export function keyOf(record: RecordKey): number[] {
  return [record.shard, record.sequence, record.events, record.bytes, record.storedAt];
}

/** The parts of a stored key; throws when it is not one of ours. */
export function readKey(key: readonly number[]): RecordKey {
  const [shard, sequence, events, bytes, storedAt] = key;
  if (
    key.length !== 5 ||
    shard === undefined ||
    sequence === undefined ||
    events === undefined ||
    bytes === undefined ||
    storedAt === undefined
  ) {
    throw new Error('The queue is corrupt: a record has a key of another form.');
  }
  return { shard, sequence, events, bytes, storedAt };
}

/** One line of a record: JSON text, and its length on disk with the newline. */
export interface Line {
  readonly text: string;
  readonly bytes: number;
}

/** Makes the line of a value. */
export function lineOf(value: object): Line {
  const text = JSON.stringify(value);
  return { text, bytes: Buffer.byteLength(text) + 1 };
}

const NEWLINE = 10;

/** The lines as one buffer, filled to its last byte: nothing of this process's memory may slip to disk. */
export function encodeLines(lines: readonly Line[], bytes: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  for (const line of lines) {
    // Equal lengths mean plain ASCII, for which the one-byte writer gives the same bytes sooner.
    at += buffer.write(line.text, at, line.text.length === line.bytes - 1 ? 'latin1' : 'utf8');
    buffer[at++] = NEWLINE;
  }
  if (at !== bytes) throw new Error('A record came out with another length than was counted.');
  return buffer;
}

/** Start of every line in a record, and the record's length as the last one. Throws when it does not end in a newline. */
export function lineStarts(record: Buffer): number[] {
  const starts = [0];
  for (let at = record.indexOf(NEWLINE); at !== -1; at = record.indexOf(NEWLINE, at + 1)) starts.push(at + 1);
  if (starts.at(-1) !== record.length) throw new Error('The queue is corrupt: a record ends inside a line.');
  return starts;
}

/** The bytes of line `index`, without its newline; a view, not a copy. */
export function lineAt(record: Buffer, starts: readonly number[], index: number): Buffer {
  const [from, to] = [starts[index], starts[index + 1]];
  if (from === undefined || to === undefined) {
    throw new Error('The queue is corrupt: a record holds fewer lines than its key says.');
  }
  return record.subarray(from, to - 1);
}

/** A record of those lines of another for which `stays` says yes, in order. */
export function pickLines(
  record: Buffer,
  stays: (index: number) => boolean,
): { value: Buffer; events: number } {
  const starts = lineStarts(record);
  const parts: Buffer[] = [];
  for (let index = 0; index + 1 < starts.length; index++) {
    if (stays(index)) parts.push(record.subarray(starts[index], starts[index + 1]));
  }
  return { value: Buffer.concat(parts), events: parts.length };
}

/** Splits lines into runs that each fit a record. A line larger than `bytesMax` gets a record of its own. */
export function splitRuns(
  lines: readonly Line[],
  eventsMax: number,
  bytesMax: number,
): { readonly lines: readonly Line[]; readonly bytes: number }[] {
  const runs: { lines: Line[]; bytes: number }[] = [];
  let run: { lines: Line[]; bytes: number } = { lines: [], bytes: 0 };
  for (const line of lines) {
    if (run.lines.length > 0 && (run.lines.length >= eventsMax || run.bytes + line.bytes > bytesMax)) {
      runs.push(run);
      run = { lines: [], bytes: 0 };
    }
    run.lines.push(line);
    run.bytes += line.bytes;
  }
  if (run.lines.length > 0) runs.push(run);
  return runs;
}
