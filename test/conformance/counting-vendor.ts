/** A webhook vendor that keeps the id and number of every event it takes, and can be down. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NUMBER_SHAPE } from '../sdks/sdk.ts';

export interface Delivery {
  readonly id: string;
  /** Null where the event carries none. */
  readonly number: number | null;
}

export interface CountingVendor {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  /** Requests that came while it was down. */
  refused(): number;
  /** While down it answers 503 and keeps nothing. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

export async function startCountingVendor(): Promise<CountingVendor> {
  const deliveries: Delivery[] = [];
  let isDown = false;
  let refused = 0;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      if (isDown) {
        refused += 1;
        response.writeHead(503).end();
        return;
      }
      const { events } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as {
        readonly events: readonly { readonly id: string }[];
      };
      deliveries.push(...events.map((event) => ({ id: event.id, number: numberOf(event) })));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    deliveries,
    refused: () => refused,
    setDown: (down) => {
      isDown = down;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function numberOf(event: object): number | null {
  const [found] = JSON.stringify(event).matchAll(NUMBER_SHAPE);
  return found === undefined ? null : Number(found[1]);
}
