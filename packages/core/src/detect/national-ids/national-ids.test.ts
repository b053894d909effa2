import { describe, expect, it } from 'vitest';
import { compactNumber } from '../number-forms/number-format.ts';
import { NATIONAL_IDS, nationalIdsOf } from './index.ts';

/** A number of the form: other digits and letters for each index, as if by chance. */
function filled(form: string, index: number): string {
  let state = index + 1;
  const next = (bound: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
  return form.replaceAll(/[9*A]/gu, (place) => (place === 'A' ? letterAt(next(26)) : String(next(10))));
}

const letterAt = (index: number): string => String.fromCharCode(65 + index);

describe('nationalIdsOf', () => {
  it.each([
    ['es.dni', '12345678Z', '12345678A'],
    ['es.nie', 'X-1234567-L', 'X-1234567-M'],
    ['it.codicefiscale', 'RSSMRA85T10A562S', 'RSSMRA85T10A562T'],
    ['nl.bsn', '111222333', '111222334'],
    ['pl.pesel', '44051401359', '44051401358'],
    ['br.cpf', '529.982.247-25', '529.982.247-26'],
    ['cl.rut', '12.345.678-5', '12.345.678-6'],
    ['fi.hetu', '131052-308T', '310252-308Y'],
    ['se.personnummer', '811228-9874', '811328-9874'],
    ['ch.ssn', '756.9217.0769.85', '756.9217.0769.84'],
    ['gb.nhs', '943 476 5919', '943 476 5918'],
    ['sg.nric', 'S1234567D', 'S1234567E'],
    ['hk.hkid', 'A123456(3)', 'A123456(4)'],
    ['cn.ric', '11010519491231002X', '110105194912310021'],
    ['ru.snils', '112-233-445 95', '112-233-445 96'],
    // The month is not known.
    ['se.samordningsnummer', '220090+2399', '221390+2394'],
    // The leading zeros are left out.
    ['nl.bsn', '1855013', '1855014'],
    // The tax office before a company's reference.
    ['gb.utr', '123 1955839661 A', '123 2955839661 A'],
    ['id.nik', '3171011708450001', '2071011708450001'],
    // An old card, in digits alone.
    ['de.ausweis', '2406055684D', '2406055685D'],
    ['de.ausweis', 'C01X00T478', 'C01X00T479'],
    ['au.medicare', '2123 45670', '2123 45671'],
    // Thirteen goes on where a month has no serials left, sixteen does not.
    ['at.vnr', '1007 011380', '1002 011680'],
    // The remainder 0 is not given out.
    ['si.ddv', '15012557', '10000071'],
    // A wife's, with a letter for her circumstances; no other letters go together.
    ['ie.pps', '1084633WWX', '1084633WTX'],
    // Right in their check digits, but issued to nobody.
    ['pl.pesel', '44051401359', '12345678903'],
    ['gr.amka', '01013099997', '85073003361'],
    ['hu.adoazonosito', '8234567896', '2234567890'],
    ['es.nss', '281234567840', '981234577887'],
    ['fi.hetu', '131052-308T', '010101-0010'],
    ['ca.sin', '123456782', '823456785'],
    ['in.aadhaar', '234123412346', '643343343346'],
    // Nine digits have no check digit, ten have one.
    ['cz.rc', '320911556', '123456789'],
    ['cz.rc', '6809115566', '1234567890'],
    // Zeros alone.
    ['br.cpf', '529.982.247-25', '000.000.000-00'],
  ])('takes %s %s and not %s', (id, valid, invalid) => {
    expect(nationalIdsOf(valid)).toContain(id);
    expect(nationalIdsOf(invalid)).not.toContain(id);
  });

  it('asks whether a number was issued beside a check digit only', () => {
    const unchecked = NATIONAL_IDS.filter(({ isIssued }) => isIssued !== undefined).filter((known) => {
      const forms = [...(known.alone ?? []), ...(known.cued ?? [])].map((form) => compactNumber(known, form));
      // Of ten numbers that differ in one place of the check, it takes two at most.
      return forms.some((form) => {
        const numbers = Array.from({ length: 1000 }, (_, index) => filled(form, index));
        return numbers.filter((number) => known.validate(number)).length > 200;
      });
    });
    expect(unchecked.map(({ id }) => id)).toEqual([]);
  });

  it('has no id twice and cues in lower case', () => {
    expect(new Set(NATIONAL_IDS.map(({ id }) => id)).size).toBe(NATIONAL_IDS.length);
    const cues = NATIONAL_IDS.flatMap((known) => known.cues);
    expect(cues.filter((cue) => cue !== cue.toLowerCase())).toEqual([]);
  });
});
