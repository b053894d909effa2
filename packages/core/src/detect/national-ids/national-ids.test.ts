import { describe, expect, it } from 'vitest';
import { NATIONAL_IDS, nationalIdsOf } from './index.ts';

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
  ])('takes %s %s and not %s', (id, valid, invalid) => {
    expect(nationalIdsOf(valid)).toContain(id);
    expect(nationalIdsOf(invalid)).not.toContain(id);
  });

  it('has no id twice and cues in lower case', () => {
    expect(new Set(NATIONAL_IDS.map(({ id }) => id)).size).toBe(NATIONAL_IDS.length);
    const cues = NATIONAL_IDS.flatMap((known) => known.cues);
    expect(cues.filter((cue) => cue !== cue.toLowerCase())).toEqual([]);
  });
});
