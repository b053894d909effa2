/** The check-digit schemes that national identifiers share. Every function takes ASCII digits unless it says otherwise. */
import { codeAt } from '../characters.ts';

/** Permutations and the dihedral group D5 of Verhoeff's scheme (J. Verhoeff, "Error Detecting Decimal Codes", 1969). */
const VERHOEFF_PERMUTATIONS = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];
const VERHOEFF_PRODUCTS = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];

/** The digit at the position as a number. */
export function digitOf(text: string, index: number): number {
  return codeAt(text, index) - 48;
}

/** Whether the text is digits only, and as many as that. */
export function isDigits(text: string, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++) {
    const digit = digitOf(text, index);
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

/** Whether there is more than zeros, which pass most checks and stand for nothing. */
export function isMoreThanZeros(number: string): boolean {
  return /[^0]/.test(number);
}

/** The sum of digits times weights; as many digits as there are weights. */
export function weigh(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += digitOf(digits, index) * weight;
  return sum;
}

/** The check of ISO/IEC 7812-1 Annex B, by Luhn. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digitOf(digits, digits.length - 1 - index);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064 MOD 11-10, check digit last. */
export function passesMod11And10(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index++) {
    const sum = (digitOf(digits, index) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + digitOf(digits, digits.length - 1)) % 10 === 1;
}

/** ISO/IEC 7064 MOD 11-2: the last character is a digit or `X`. */
export function passesMod11And2(number: string): boolean {
  let remainder = 0;
  for (let index = 0; index < number.length; index++) {
    const value = number.charAt(index) === 'X' ? 10 : digitOf(number, index);
    remainder = (remainder * 2 + value) % 11;
  }
  return remainder === 1;
}

/** Verhoeff's check, the check digit last. */
export function passesVerhoeff(digits: string): boolean {
  let row = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digitOf(digits, digits.length - 1 - index);
    const permuted = digitOf(VERHOEFF_PERMUTATIONS[index % 8] ?? '', digit);
    row = digitOf(VERHOEFF_PRODUCTS[row] ?? '', permuted);
  }
  return row === 0;
}

/** The check of article numbers: weights 1 and 3 in turn from the right (GS1 General Specifications §7.9). */
export function passesEan(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    sum += digitOf(digits, digits.length - 1 - index) * (index % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

/** The remainder of a number of any length. */
export function remainderOf(digits: string, modulus: number): number {
  let remainder = 0;
  for (let index = 0; index < digits.length; index++) {
    remainder = (remainder * 10 + digitOf(digits, index)) % modulus;
  }
  return remainder;
}

/** Whether it is a day of the Gregorian calendar. */
export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days =
    month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}

/** Whether the first six digits in this order (`YMD` or `DMY`) are a day of one of the centuries (`1900`). */
export function isShortDate(
  digits: string,
  order: 'YMD' | 'DMY',
  centuries: readonly number[] = [1900, 2000],
): boolean {
  const first = Number(digits.slice(0, 2));
  const month = Number(digits.slice(2, 4));
  const last = Number(digits.slice(4, 6));
  const [year, day] = order === 'YMD' ? [first, last] : [last, first];
  return centuries.some((century) => isDate(century + year, month, day));
}
