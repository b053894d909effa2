/** What became of one recent event. */
import type { Handlers } from '../http/server.ts';
import { Refused } from '../http/refuse.ts';
import { explain } from './explain.ts';
import type { ExplainGrounds } from './explain.ts';
import type { RecentEvents } from './recent.ts';

export interface EventRouteParts {
  readonly recent: RecentEvents;
  /** The plan with this id where it is in force, else the one that is. */
  readonly grounds: (id: string) => ExplainGrounds;
}

export function eventHandlers({ recent, grounds }: EventRouteParts): Pick<Handlers, 'explain'> {
  return {
    explain: ({ body }) => {
      const found = recent.find(body.id);
      if (found === null) throw new Refused('unknown-event');
      return explain(found, grounds(found.plan));
    },
  };
}
