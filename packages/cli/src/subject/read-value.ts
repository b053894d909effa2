/** The value that a person is looked for by: from standard input or a question, never from the command line, which others can see. */
import { createInterface } from 'node:readline';
import { mayAsk } from '../init/ask.ts';
import type { Context } from '../command.ts';
import { Failure } from '../exit.ts';

/** UTF-16 code units. */
export const VALUE_LENGTH_MAX = 4096;

/** The first line, without its end. Throws a `Failure` of `usage` where it is empty or too long. */
export async function readValue(
  context: Pick<Context, 'stderr' | 'environment' | 'signal'>,
  input: NodeJS.ReadableStream,
  command: 'subject find' | 'subject erase',
): Promise<string> {
  if (mayAsk(context)) context.stderr.write('Value that the person is known by, such as a user id: ');
  const lines = createInterface({ input, terminal: false });
  context.signal.addEventListener('abort', () => lines.close(), { once: true });
  for await (const line of lines) {
    lines.close();
    if (line === '' || line.length > VALUE_LENGTH_MAX) break;
    return line;
  }
  throw new Failure(
    'usage',
    `there is no value of 1 to ${VALUE_LENGTH_MAX} characters on standard input`,
    `Pipe it in: headgate ${command} < id.txt`,
  );
}
