/** The stream of tapped events. */
import type { TapLine } from '@headgate/api';
import type { Handlers, Stream } from '../http/server.ts';
import { Refused } from '../http/refuse.ts';
import type { Taps } from './tap.ts';

export interface TapRouteParts {
  readonly taps: Taps;
  /** Bytes that may wait for a slow reader; beyond it the stream is cut. */
  readonly tapBytesMax: number;
}

export function tapHandlers({ taps, tapBytesMax }: TapRouteParts): Pick<Handlers, 'tap'> {
  return {
    tap: ({ query }) => {
      let left = query.limit ?? Number.POSITIVE_INFINITY;
      let stream: Stream | null = null;
      const write = (line: TapLine): boolean => {
        if (stream === null || stream.destroyed) return false;
        stream.write(`${JSON.stringify(line)}\n`);
        if (stream.writableLength <= tapBytesMax) return true;
        // Without `end` the reader learns that it missed something.
        stream.destroy();
        return false;
      };
      const end = (reason: 'limit' | 'stopping'): void => {
        write({ kind: 'end', reason });
        stream?.end();
      };
      const close = taps.open(
        query,
        (event) => {
          if (!write(event)) return false;
          left -= 1;
          if (left > 0) return true;
          end('limit');
          return false;
        },
        () => end('stopping'),
      );
      if (close === null) throw new Refused('too-many-taps');
      return (opened) => {
        stream = opened;
        opened.on('close', close);
        write({ kind: 'listening' });
      };
    },
  };
}
