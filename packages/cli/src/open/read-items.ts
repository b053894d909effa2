/** Sealed fields as lines of JSON, from a file or standard input. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Failure } from '../exit.ts';
import { lineShape } from './request.ts';
import type { OpenItem, OpenRequest } from './request.ts';

export type ReadItems = Pick<OpenRequest, 'items' | 'headers'>;

/** Reads at most so many fields. `path` null: standard input. Rejects with a `Failure` where a line is none, without quoting it. */
export async function readItems(path: string | null, max: number): Promise<ReadItems> {
  const input = path === null ? process.stdin : createReadStream(path);
  const items: OpenItem[] = [];
  const headers: Record<string, string> = {};
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() === '') continue;
      const { headers: own, ...item } = readLine(line, number);
      if (items.length === max) {
        throw new Failure(
          'usage',
          `there are more than ${max} fields`,
          'Open fewer at once: limits.fields of the policy.',
        );
      }
      items.push(item);
      Object.assign(headers, own);
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new Failure('usage', 'the file of sealed fields cannot be read', 'Check the path.');
  }
  if (items.length > 0) return { items, headers };
  throw new Failure(
    'usage',
    'there is no sealed field to open',
    'Pipe in lines of JSON, or name an event with --event.',
  );
}

function readLine(line: string, number: number): ReturnType<typeof lineShape.parse> {
  const parsed = lineShape.safeParse(parseJson(line));
  if (parsed.success) return parsed.data;
  const mend =
    'Write each as {"text":"hg1.…","place":{"source","eventName","eventId","jsonPath","recipientGroup"}}.';
  throw new Failure('usage', `line ${number} is no sealed field`, mend);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
