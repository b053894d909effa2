import type { Detector } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { BANK_ACCOUNTS } from '../documents/bank-accounts.ts';
import { MEANING } from '../meaning.ts';
import { findNumbers, makeFinder } from '../number-forms/find-numbers.ts';
import { SIGN } from '../signs.ts';

const FINDER = makeFinder(BANK_ACCOUNTS, []);

/** Account, routing and bank numbers other than IBANs, behind a word or under a key that announces one. */
export const bankAccount: Detector = {
  id: 'bank_account',
  version: 1,
  kind: 'bank_account',
  trigger: SIGN.idShape | SIGN.space,
  meanings: MEANING.bankAccount,
  patterns: [],
  find: (text, meaning) => {
    const isAnnounced = (meaning & MEANING.bankAccount) !== 0;
    if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
    return findNumbers(FINDER, text, isAnnounced);
  },
};
