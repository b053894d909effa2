import {
  digitOf,
  isDate,
  isDigits,
  isShortDate,
  passesLuhn,
  passesMod11And2,
  passesVerhoeff,
  weigh,
} from '../number-forms/check-digits.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';

/** First two digits of the places of birth in Chinese numbers (GB/T 2260): the provinces. */
const CHINESE_PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/;
/** Codes of the provinces (Kepmendagri 100.1.1-6117/2022). */
const INDONESIAN_PROVINCES = /^(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-6])/;
/** Check letters of Singaporean numbers by first letter (ICA; `M` since 2022). */
const SINGAPOREAN_CHECKS: Readonly<Record<string, string>> = {
  S: 'JZIHGFEDCBA',
  T: 'JZIHGFEDCBA',
  F: 'XWUTRQPNMLK',
  G: 'XWUTRQPNMLK',
  M: 'XWUTRQPNJLK',
};
const TAIWANESE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';
const GST_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const PAN = /^[A-Z]{3}[ABCFGHJKLPT][A-Z]\d{4}[A-Z]$/;

export const ASIAN_PACIFIC_IDS: readonly NumberFormat[] = [
  {
    id: 'in.aadhaar',
    name: 'Indian identity number',
    cues: ['aadhaar', 'aadhar', 'uid', 'uidai', 'आधार'],
    alone: ['9999 9999 9999', '9999-9999-9999'],
    cued: ['999999999999', '9999:9999:9999'],
    separators: ' -:',
    validate: (number) => isDigits(number, 12) && passesVerhoeff(number),
    isIssued: isIndianRange,
  },
  {
    id: 'in.vid',
    name: 'Indian virtual identity number',
    cues: ['vid', 'virtualid', 'aadhaar'],
    cued: ['9999999999999999', '9999 9999 9999 9999'],
    validate: (number) => isDigits(number, 16) && passesVerhoeff(number),
    isIssued: isIndianRange,
  },
  {
    id: 'in.pan',
    name: 'Indian permanent account number',
    cues: ['pan', 'permanentaccount', 'incometax'],
    cued: ['AAAAA9999A'],
    validate: (number) => PAN.test(number) && number.slice(5, 9) !== '0000',
  },
  {
    id: 'in.gstin',
    name: 'Indian goods and services tax number',
    cues: ['gstin', 'gst'],
    alone: ['99AAAAA9999A*A*'],
    validate: isIndianTaxpayer,
    isIssued: isIndianState,
  },
  {
    id: 'in.epic',
    name: 'Indian voter card number',
    cues: ['epic', 'voter', 'voterid', 'vote', 'elector'],
    cued: ['AAA9999999'],
    validate: (number) => /^[A-Z]{3}\d{7}$/.test(number) && passesLuhn(number.slice(3)),
  },
  {
    id: 'cn.ric',
    name: 'Chinese resident identity number',
    cues: ['身份证', '身份证号', 'shenfenzheng', 'ric', 'residentidentity'],
    alone: ['999999999999999999', '99999999999999999A', '999999 99999999 999*'],
    separators: ' ',
    validate: (number) => /^\d{17}[\dX]$/.test(number) && passesMod11And2(number),
    isIssued: isChineseOrigin,
  },
  {
    id: 'hk.hkid',
    name: 'Hong Kong identity card number',
    cues: ['hkid', 'hkic', '身份證'],
    alone: ['A999999(*)', 'AA999999(*)'],
    cued: ['A999999*', 'AA999999*', 'A999999-*'],
    separators: ' -()',
    validate: isHongKong,
  },
  {
    id: 'tw.id',
    name: 'Taiwanese identity number',
    cues: ['身分證', '身份證', '統一編號', 'taiwanid', 'arc'],
    cued: ['A999999999', 'AA99999999'],
    validate: isTaiwanese,
  },
  {
    id: 'kr.rrn',
    name: 'South Korean resident registration number',
    cues: [
      '주민등록번호',
      '주민번호',
      'rrn',
      'residentregistration',
      '외국인등록번호',
      'frn',
      'arc',
      'korean',
    ],
    alone: ['999999-9999999'],
    cued: ['9999999999999'],
    validate: isKorean,
    isIssued: isKoreanOrigin,
  },
  {
    id: 'kr.brn',
    name: 'South Korean business registration number',
    cues: ['사업자등록번호', '사업자번호', 'brn', 'businessregistration'],
    cued: ['999-99-99999', '9999999999'],
    validate: isKoreanBusiness,
    isIssued: (number) => number.slice(0, 3) >= '101' && number.slice(3, 5) !== '00',
  },
  {
    id: 'jp.in',
    name: 'Japanese individual number',
    cues: ['マイナンバー', '個人番号', 'mynumber', 'individualnumber', 'kojinbango'],
    cued: ['999999999999', '9999 9999 9999', '9999-9999-9999'],
    validate: isJapanese,
  },
  {
    id: 'th.pin',
    name: 'Thai identification number',
    cues: ['บัตรประชาชน', 'เลขบัตรประชาชน', 'เลขประจำตัวประชาชน', 'thai', 'thaiid', 'nationalid', 'citizenid'],
    alone: ['9-9999-99999-99-9', '9 9999 99999 99 9'],
    cued: ['9999999999999'],
    validate: (number) =>
      isDigits(number, 13) &&
      (11 - (weigh(number, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === digitOf(number, 12),
    isIssued: (number) => !'09'.includes(number.charAt(0)),
  },
  {
    id: 'sg.nric',
    name: 'Singaporean identity and foreigner number',
    cues: ['nric', 'fin', 'singaporeid'],
    alone: ['A9999999A'],
    validate: isSingaporean,
  },
  {
    id: 'my.nric',
    name: 'Malaysian identity card number',
    cues: ['mykad', 'nric', 'ic', 'kadpengenalan', 'pengenalan'],
    alone: ['999999-99-9999'],
    cued: ['999999999999', '999999 99 9999'],
    separators: ' -*',
    validate: isMalaysian,
  },
  {
    id: 'id.nik',
    name: 'Indonesian identity number',
    cues: ['nik', 'ktp', 'indukkependudukan', 'kependudukan'],
    cued: ['9999999999999999', '999999 999999 9999', '999999-999999-9999'],
    separators: ' -.',
    validate: isIndonesian,
  },
  {
    id: 'id.npwp',
    name: 'Indonesian tax number',
    cues: ['npwp'],
    alone: ['99.999.999.9-999.999'],
    cued: ['999999999999999'],
    separators: ' -.',
    validate: (number) => isDigits(number, 15) && passesLuhn(number.slice(0, 9)),
  },
  {
    id: 'pk.cnic',
    name: 'Pakistani identity card number',
    cues: ['cnic', 'nadra', 'nicop'],
    alone: ['99999-9999999-9'],
    cued: ['9999999999999'],
    separators: '-',
    validate: (number) =>
      isDigits(number, 13) && '1234567'.includes(number.charAt(0)) && number.charAt(12) !== '0',
  },
  {
    id: 'lk.nic',
    name: 'Sri Lankan identity card number',
    cues: ['nic', 'srilankan'],
    cued: ['999999999A', '999999999999'],
    validate: isSriLankan,
  },
  {
    id: 'vn.cccd',
    name: 'Vietnamese citizen card number',
    cues: ['cccd', 'cmnd', 'cmt', 'căncước', 'cancuoc'],
    cued: ['999999999999', '999999999'],
    validate: (number) =>
      isDigits(number, 9) || (isDigits(number, 12) && number.startsWith('0') && number.slice(0, 3) <= '096'),
  },
  {
    id: 'ph.tin',
    name: 'Philippine tax number',
    cues: ['tin', 'bir'],
    cued: ['999-999-999', '999-999-999-999', '999999999', '999999999999', '999-999-999-99999'],
    validate: (number) => isDigits(number, 9) || isDigits(number, 12) || isDigits(number, 14),
  },
  {
    id: 'au.tfn',
    name: 'Australian tax file number',
    cues: ['tfn', 'taxfile', 'taxfilenumber'],
    cued: ['999999999', '99999999', '999 999 999', '999-999-999', '99 999 999'],
    separators: ' -.',
    validate: isAustralianTaxpayer,
  },
  {
    id: 'au.medicare',
    name: 'Australian Medicare number',
    cues: ['medicare'],
    cued: [
      '9999999999',
      '99999999999',
      '999999999',
      '9999 99999',
      '9999 99999 9',
      '9999-99999-9',
      '9999 99999 9 9',
      '9999 99999 9/9',
    ],
    separators: ' -/',
    validate: (number) =>
      // The issue of the card and the place on it may be left out.
      (isDigits(number, 9) || isDigits(number, 10) || isDigits(number, 11)) &&
      weigh(number, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitOf(number, 8),
    isIssued: (number) => '23456'.includes(number.charAt(0)),
  },
  {
    id: 'au.abn',
    name: 'Australian business number',
    cues: ['abn', 'businessnumber'],
    cued: ['99999999999', '99 999 999 999'],
    separators: ' ',
    validate: (number) =>
      isDigits(number, 11) && (weigh(number, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
  },
  {
    id: 'au.acn',
    name: 'Australian company number',
    cues: ['acn', 'companynumber'],
    cued: ['999999999', '999 999 999'],
    separators: ' ',
    validate: (number) =>
      isDigits(number, 9) &&
      (10 - (weigh(number, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === digitOf(number, 8),
  },
  {
    id: 'nz.ird',
    name: 'New Zealand tax number',
    cues: ['ird', 'irdnumber'],
    cued: ['99999999', '999999999', '99-999-999', '999-999-999', '99 999 999', '999 999 999'],
    prefix: 'NZ',
    validate: isNewZealand,
    isIssued: (number) => Number(number) >= 10_000_000 && Number(number) <= 150_000_000,
  },
];

/** From 2 upwards, and no palindromes (UIDAI, "Aadhaar number"). */
function isIndianRange(number: string): boolean {
  return number.charAt(0) > '1' && !isPalindrome(number);
}

function isPalindrome(number: string): boolean {
  for (let index = 0; index < number.length / 2; index++) {
    if (number.charAt(index) !== number.charAt(number.length - 1 - index)) return false;
  }
  return true;
}

/** State, account number of the taxpayer, a count, `Z`, and a Luhn check over base-36 digits. */
function isIndianTaxpayer(number: string): boolean {
  if (!/^\d\d[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[A-Z\d]$/.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const product = GST_CHARACTERS.indexOf(number.charAt(14 - index)) * (index % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return sum % 36 === 0;
}

/** States 01–38, 97 for other territory and 99 for the centre; the account is of a kind of holder. */
function isIndianState(number: string): boolean {
  const state = Number(number.slice(0, 2));
  return ((state >= 1 && state <= 38) || state === 97 || state === 99) && PAN.test(number.slice(2, 12));
}

/** Place and full date of birth, before the serial and the check character of ISO 7064 MOD 11-2 (GB 11643-1999). */
function isChineseOrigin(number: string): boolean {
  const year = Number(number.slice(6, 10));
  if (!CHINESE_PROVINCES.test(number) || year < 1850 || year > 2100) return false;
  return isDate(year, Number(number.slice(10, 12)), Number(number.slice(12, 14)));
}

/** One or two letters, six digits, and a check character by weights 9 to 1; a missing letter counts as 36. */
function isHongKong(number: string): boolean {
  if (!/^[A-Z]{1,2}\d{6}[\dA]$/.test(number)) return false;
  const full = number.padStart(9, ' ');
  let sum = full.charAt(8) === 'A' ? 10 : digitOf(full, 8);
  for (let index = 0; index < 8; index++) {
    const character = full.charAt(index);
    sum += (character === ' ' ? 36 : Number.parseInt(character, 36)) * (9 - index);
  }
  return sum % 11 === 0;
}

/** The letter stands for two digits; residents have a second letter or an 8 or 9 (National Immigration Agency). */
function isTaiwanese(number: string): boolean {
  const place = TAIWANESE_LETTERS.indexOf(number.charAt(0)) + 10;
  if (!/^[A-Z][1289A-D]\d{8}$/.test(number) || place < 10) return false;
  const second = TAIWANESE_LETTERS.indexOf(number.charAt(1));
  const digits = `${place}${second < 0 ? number.charAt(1) : second % 10}${number.slice(2)}`;
  return weigh(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

/** The check digit holds for numbers before October 2020. */
function isKorean(number: string): boolean {
  if (!isDigits(number, 13)) return false;
  const check = (11 - (weigh(number, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10;
  return check === digitOf(number, 12);
}

/** Date, sex and century, place; foreigners have 5 to 8. */
function isKoreanOrigin(number: string): boolean {
  const sex = digitOf(number, 6);
  const century = sex === 9 || sex === 0 ? 1800 : [1, 2, 5, 6].includes(sex) ? 1900 : 2000;
  return isShortDate(number, 'YMD', [century]) && Number(number.slice(7, 9)) <= 96;
}

function isKoreanBusiness(number: string): boolean {
  if (!isDigits(number, 10)) return false;
  const sum = weigh(number, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((digitOf(number, 8) * 5) / 10);
  return (10 - (sum % 10)) % 10 === digitOf(number, 9);
}

/** 総務省令第85号（2014）第5条. */
function isJapanese(number: string): boolean {
  if (!isDigits(number, 12)) return false;
  const remainder = weigh(number, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (remainder <= 1 ? 0 : 11 - remainder) === digitOf(number, 11);
}

function isSingaporean(number: string): boolean {
  const series = number.charAt(0);
  const checks = SINGAPOREAN_CHECKS[series];
  if (checks === undefined || number.length !== 9 || !isDigits(number.slice(1, 8), 7)) return false;
  const offset = series === 'T' || series === 'G' ? 4 : series === 'M' ? 3 : 0;
  return checks.charAt((weigh(number.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11) === number.charAt(8);
}

/** Date, place of birth, serial. Places 00, 17–20, 69, 70, 73, 80, 81, 94–97 are not assigned (JPN, "Kod negeri"). */
function isMalaysian(number: string): boolean {
  if (!isDigits(number, 12) || !isShortDate(number, 'YMD')) return false;
  const place = Number(number.slice(6, 8));
  const isFree = place === 0 || (place >= 17 && place <= 20) || (place >= 94 && place <= 97);
  return !isFree && ![69, 70, 73, 80, 81].includes(place);
}

/** Province, date with 40 added to the day for women, serial (Permendagri, "NIK"). */
function isIndonesian(number: string): boolean {
  if (!isDigits(number, 16) || !INDONESIAN_PROVINCES.test(number)) return false;
  if (number.slice(12) === '0000') return false;
  const day = Number(number.slice(6, 8));
  const date = String(day > 40 ? day - 40 : day).padStart(2, '0') + number.slice(8, 12);
  return isShortDate(date, 'DMY');
}

/** Year and day of the year, raised by 500 for women; a `V` or `X` behind the old form. */
function isSriLankan(number: string): boolean {
  const isOld = /^\d{9}[VX]$/.test(number);
  if (!isOld && !/^(?:19|20)\d{10}$/.test(number)) return false;
  const day = Number(isOld ? number.slice(2, 5) : number.slice(4, 7)) % 500;
  return day >= 1 && day <= 366;
}

function isAustralianTaxpayer(number: string): boolean {
  if (isDigits(number, 8)) return weigh(number, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 === 0;
  return isDigits(number, 9) && weigh(number, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;
}

/** Two rows of weights; the second where the first gives ten (Inland Revenue, "IRD number validation"). */
function isNewZealand(number: string): boolean {
  const digits = number.padStart(9, '0');
  if (number.length < 8 || !isDigits(digits, 9)) return false;
  const first = (11 - (weigh(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  const check = first < 10 ? first : (11 - (weigh(digits, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11;
  return check === digitOf(digits, 8);
}
