import { isDigits, weigh } from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

/** Codes that name a bank and no account (BIC) tell of nobody and are left. */
export const BANK_ACCOUNTS: readonly NumberFormat[] = [
  {
    id: 'us.rtn',
    name: 'United States routing number',
    cues: ['aba', 'routing', 'routingnumber', 'rtn', 'transit', 'wire'],
    cued: ['999999999', '9999-9999-9'],
    validate: (number) => isDigits(number, 9) && weigh(number, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
    isIssued: isRoutingDistrict,
  },
  {
    id: 'mx.clabe',
    name: 'Mexican standardised bank code',
    cues: ['clabe', 'interbancaria'],
    cued: ['999999999999999999', '999 999 99999999999 9'],
    validate: (number) =>
      isDigits(number, 18) && (10 - (sumOfLastDigits(number) % 10)) % 10 === Number(number.charAt(17)),
  },
  {
    id: 'gb.sort_code',
    name: 'British sort code and account number',
    cues: ['sort', 'sortcode', 'bank'],
    cued: ['99-99-99 99999999', '99-99-99', '999999 99999999', '99 99 99 99999999'],
    validate: (number) => isDigits(number, 6) || isDigits(number, 14),
  },
  {
    id: 'account',
    name: 'Account number',
    cues: [
      'bankaccount',
      'accountnumber',
      'accountno',
      'acct',
      'kontonummer',
      'kontonr',
      'compte',
      'cuenta',
      'iban',
    ],
    cued: [
      '99999999',
      '999999999',
      '9999999999',
      '99999999999',
      '999999999999',
      '9999999999999',
      '99999999999999',
    ],
    validate: (number) => number.length >= 8,
  },
];

/** 00–12 are Federal Reserve districts, 21–32 thrifts, 61–72 electronic, 80 cheques (ABA Routing Number Policy). */
function isRoutingDistrict(number: string): boolean {
  const district = Number(number.slice(0, 2));
  return (
    district <= 12 ||
    (district >= 21 && district <= 32) ||
    (district >= 61 && district <= 72) ||
    district === 80
  );
}

/** Weights 3, 7 and 1 in turn, of each product the last digit (Banxico, Circular 3/2012 annex 1). */
function sumOfLastDigits(number: string): number {
  let sum = 0;
  for (let index = 0; index < 17; index++)
    sum += (Number(number.charAt(index)) * ([3, 7, 1][index % 3] ?? 0)) % 10;
  return sum;
}
