/** The name under which an event is noted and planned: its call and its name, where the name is none that tells of somebody. */
import { scanText } from '../../detect/scan.ts';
import type { Call } from '../../event.ts';
import { CALLS } from '../../event.ts';

const EVENT_NAME = /^[$\p{L}_][\p{L}\p{M}0-9 _$.:/()&-]{0,79}$/u;
/** Digits in a row, as in numbers of customers, or hexadecimal digits, as in identifiers. */
export const LOOKS_LIKE_ID = /\d{4}|[0-9a-f]{12}/i;
/** What a plan can name begins so. */
const PLANNED = /^[\p{L}$_]/u;

/** Whether the name of an event may be shown: it holds no finding and does not look like an identifier. */
export function isShownName(name: string): boolean {
  return EVENT_NAME.test(name) && !LOOKS_LIKE_ID.test(name) && scanText(name).length === 0;
}

/** `call name`, with the call for the name where there is none; null where the event has no name that can be planned. */
export function plannedName(call: Call, name: string): string | null {
  if (name === '') return call === 'track' ? null : `${call} ${call}`;
  return PLANNED.test(name) && isShownName(name) ? `${call} ${name}` : null;
}

/** What `plannedName` put together. */
export function readPlannedName(event: string): { readonly call: Call; readonly name: string } {
  const [first = '', ...rest] = event.split(' ');
  return { call: CALLS.find((each) => each === first) ?? 'track', name: rest.join(' ') };
}
