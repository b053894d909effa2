/** A share of subjects as it is given: in per cent. */
import { Failure } from '../exit.ts';

/** Above 0 and at most 1. Throws a `Failure` where the text is something else. */
export function readShare(text: string): number {
  const [, digits] = /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(text) ?? [];
  const share = Number(digits) / 100;
  if (share > 0 && share <= 1) return share;
  throw new Failure('usage', 'this is no share of subjects', 'Write it in per cent, such as 5%, up to 100%.');
}

/** The same for people. */
export function shownShare(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}
