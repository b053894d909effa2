/** Whether what an app gives closes the risks of an SDK’s defaults. Pure. */
import type { GivenOptions } from './given-options.ts';
import { matches } from './risks/risk.ts';
import type { RiskRule } from './risks/risk.ts';

/** `unknown`: the source does not show it, or nothing that sets the SDK up was found. */
export type RiskState = 'closed' | 'open' | 'unknown';

export interface Judged {
  readonly state: RiskState;
  /** The call that leaves it open or unknown; null where there is none. */
  readonly at: GivenOptions | null;
}

const GRAVEST_FIRST: readonly RiskState[] = ['open', 'unknown', 'closed'];

/** Over all calls that set the SDK up: closed only where every one of them closes it. */
export function judge(rule: RiskRule, calls: readonly GivenOptions[]): Judged {
  const states = calls.map((at) => ({ state: stateOf(rule, at), at }));
  for (const state of GRAVEST_FIRST) {
    const found = states.find((each) => each.state === state);
    if (found !== undefined) return found;
  }
  return { state: 'unknown', at: null };
}

function stateOf({ closedBy, mayBeClosedBy = [] }: RiskRule, given: GivenOptions): RiskState {
  const answers = closedBy.map(({ option, value }): RiskState => {
    const found = lookUp(option, given);
    if (found.kind === 'hidden') return 'unknown';
    return found.kind === 'shown' && matches(found.text, value) ? 'closed' : 'open';
  });
  if (answers.includes('closed')) return 'closed';
  const isPossible = mayBeClosedBy.some((option) => lookUp(option, given).kind !== 'absent');
  return answers.includes('unknown') || isPossible ? 'unknown' : 'open';
}

type Looked = { readonly kind: 'absent' | 'hidden' } | { readonly kind: 'shown'; readonly text: string };

function lookUp(option: string, { options, isOpen }: GivenOptions): Looked {
  const text = options.get(option);
  if (text !== undefined) return text === null ? { kind: 'hidden' } : { kind: 'shown', text };
  const steps = option.split('.');
  const above = steps.slice(1).map((_, at) => options.get(steps.slice(0, at + 1).join('.')));
  return isOpen || above.includes(null) ? { kind: 'hidden' } : { kind: 'absent' };
}
