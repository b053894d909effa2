/** Which identifiers the name of a field names: `cpf`, `user.pesel`, `es_dni`. */
import { isDigitAt, isLetterAt } from '../characters.ts';
import { FILLERS } from '../key-words.ts';
import { wordsOf } from '../field-words.ts';
import type { NumberFormat } from '../number-forms/number-format.ts';
import { compactNumber } from '../number-forms/number-format.ts';
import { NATIONAL_IDS } from './index.ts';

/** Names remembered; emptied when strangers send too many. */
const REMEMBERED_MAX = 1024;
/** Shorter ones, such as `id`, name too much. */
const CUE_LENGTH_MIN = 3;
/** What may be written between the characters of any of them, under a name that says which it is. */
const SEPARATORS = /[\s\-./]/gu;

/** Names that forms give to whatever identifier a person has. */
const ANY: ReadonlySet<string> = new Set(
  `ssn ssnumber socialsecurity socialsecuritynumber socialinsurance nationalid nationalnumber taxid taxnumber tin vat idnumber idno
   idcard identitynumber personalid personalidentity personalcode personalnumber citizenid civilid eid insurancenumber
   healthnumber medicare`.split(/\s+/u),
);

const BY_CUE: ReadonlyMap<string, readonly NumberFormat[]> = groupByCue();
const remembered = new Map<string, readonly NumberFormat[] | null>();

/**
 * The identifiers with a check of their own that a name stands for; null where it names none or any (`national_id`). With
 * a country before it (ISO 3166-1, as in `es_nif`), only that country's.
 */
export function identifiersNamed(name: string): readonly NumberFormat[] | null {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  const formats = read(name);
  remembered.set(name, formats);
  return formats;
}

/** Whether the whole text is one of these identifiers, as it is written and by its check. */
export function isIdentifier(formats: readonly NumberFormat[], text: string): boolean {
  return formats.some((format) => {
    const number = compactNumber(format, text.replaceAll(SEPARATORS, ''));
    const shape = shapeOf(number);
    return (
      [...(format.alone ?? []), ...(format.cued ?? [])].some((form) => fits(form, shape)) &&
      format.validate(number)
    );
  });
}

function groupByCue(): ReadonlyMap<string, readonly NumberFormat[]> {
  const groups = new Map<string, NumberFormat[]>();
  for (const format of NATIONAL_IDS) {
    const [, short = ''] = format.id.split('.');
    for (const cue of new Set([...format.cues, short].map((each) => wordsOf(each).join('')))) {
      if (cue.length < CUE_LENGTH_MIN) continue;
      groups.set(cue, [...(groups.get(cue) ?? []), format]);
    }
  }
  return groups;
}

function read(name: string): readonly NumberFormat[] | null {
  const written = wordsOf(name);
  let end = written.length;
  while (end > 0 && FILLERS.has(written[end - 1] ?? '')) end--;
  for (const words of [written, written.slice(0, end)]) {
    for (let start = 0; start < words.length; start++) {
      const formats = BY_CUE.get(words.slice(start).join(''));
      if (formats === undefined) continue;
      if (ANY.has(words.slice(start).join(''))) return null;
      const country = words[start - 1] ?? '';
      const ofCountry = formats.filter(({ id }) => id.startsWith(`${country}.`));
      return ofCountry.length > 0 ? ofCountry : formats;
    }
  }
  return null;
}

/** Digits as `9`, letters as `A`, everything else as it is. */
function shapeOf(text: string): string {
  let shape = '';
  for (let index = 0; index < text.length; index++) {
    shape += isDigitAt(text, index) ? '9' : isLetterAt(text, index) ? 'A' : text.charAt(index);
  }
  return shape;
}

function fits(form: string, shape: string): boolean {
  const bare = form.replaceAll(SEPARATORS, '');
  if (bare.length !== shape.length) return false;
  for (let index = 0; index < bare.length; index++) {
    const wanted = bare.charAt(index);
    const written = shape.charAt(index);
    const isFit =
      wanted === '*' ? written === '9' || written === 'A' : wanted === written || isLiteral(wanted, written);
    if (!isFit) return false;
  }
  return true;
}

/** A letter that stands for itself in a form. */
function isLiteral(wanted: string, written: string): boolean {
  return written === 'A' && wanted !== '9' && isLetterAt(wanted, 0);
}
