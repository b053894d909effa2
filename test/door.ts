/** A proxy before the gateway's door on loopback that keeps every request and answer, so that a retry would be seen. */
import { createServer, request as startRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Passage {
  readonly method: string;
  /** With query. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** 0 while the gateway has not answered, or when it closed the connection without an answer. */
  status: number;
  /** Status line, headers and body as the sender got them. */
  answer: string;
  /** Whether the sender got the answer. */
  reached: boolean;
}

export interface Door {
  readonly url: string;
  readonly port: number;
  /** In the order of arrival; preflights included. */
  readonly passages: readonly Passage[];
  /** From now on the gateway's answers to such requests do not reach their senders: the connection breaks instead. */
  swallow(which: (passage: Passage) => boolean): void;
  close(): Promise<void>;
}

function reachAll(_passage: Passage): boolean {
  return false;
}

/** Opens one before the gateway at `port`. Host and all other headers pass unchanged. */
export async function openDoor(port: number): Promise<Door> {
  const passages: Passage[] = [];
  let swallows = reachAll;
  const server = createServer((request, response) => {
    // Whoever breaks off gets no answer.
    take(request, response).catch(() => response.destroy());
  });
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: target = '', headers } = request;
    const body = await readAll(request);
    const passage: Passage = { method, target, headers, body, status: 0, answer: '', reached: false };
    passages.push(passage);
    pass({ request, response, passage, port, swallows: () => swallows(passage) });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${own}`,
    port: own,
    passages,
    swallow: (which) => {
      swallows = which;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly passage: Passage;
  readonly port: number;
  readonly swallows: () => boolean;
}

function pass({ request, response, passage, port, swallows }: Visit): void {
  const { method, url: path, headers } = request;
  const onward = startRequest({ host: '127.0.0.1', port, method, path, headers });
  const bringBack = async (answer: IncomingMessage): Promise<void> => {
    const body = await readAll(answer);
    passage.status = answer.statusCode ?? 0;
    passage.answer = `${passage.status}\n${answer.rawHeaders.join('\n')}\n${body.toString('utf8')}`;
    if (swallows()) return void response.destroy();
    response.once('finish', () => {
      passage.reached = true;
    });
    response.writeHead(passage.status, answer.headers).end(body);
  };
  onward.on('response', (answer) => void bringBack(answer).catch(() => response.destroy()));
  onward.on('error', () => response.destroy());
  onward.end(passage.body);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
