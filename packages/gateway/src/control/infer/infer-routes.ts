/** The stream of what is learnt of the events that come in. */
import type { InferenceLine } from '@headgate/api';
import { causeOf } from '../../runtime.ts';
import type { Log } from '../../runtime.ts';
import type { Handlers } from '../http/server.ts';
import { Refused } from '../http/refuse.ts';
import type { Inferences } from './inference.ts';

export interface InferRouteParts {
  readonly inferences: Inferences;
  /** Bytes that may wait for a slow reader; beyond it, it is told later. */
  readonly waitingBytesMax: number;
  readonly log: Log;
}

export function inferHandlers({
  inferences,
  waitingBytesMax,
  log,
}: InferRouteParts): Pick<Handlers, 'infer'> {
  return {
    infer: ({ query }) => {
      const inference = inferences.open(query);
      if (inference === null) throw new Refused('inference-runs');
      return (stream) => {
        stream.on('close', inference.close);
        const write = (line: InferenceLine): void => {
          if (!stream.destroyed) stream.write(`${JSON.stringify(line)}\n`);
        };
        inference
          .run({
            write,
            hasRoom: () => stream.writableLength <= waitingBytesMax,
            isGone: () => stream.destroyed,
          })
          .then(() => stream.end())
          .catch((error: unknown) => {
            inference.close();
            stream.destroy();
            log.write('request-failed', { cause: causeOf(error) });
          });
      };
    },
  };
}
