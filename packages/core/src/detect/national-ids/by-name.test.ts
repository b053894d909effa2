import { describe, expect, it } from 'vitest';
import { scrubEvent } from '../scrub.ts';
import { identifiersNamed } from './by-name.ts';

const ids = (name: string): readonly string[] => (identifiersNamed(name) ?? []).map(({ id }) => id);
const kindsIn = (event: Readonly<Record<string, string>>): readonly string[] =>
  scrubEvent(event).findings.map(({ kind }) => kind);

describe('the name of a field', () => {
  it('names identifiers by their own names, in any case and with words around', () => {
    expect(ids('cpf')).toEqual(['br.cpf']);
    expect(ids('customer.pesel_number')).toEqual(['pl.pesel']);
    expect(ids('codiceFiscale')).toContain('it.codicefiscale');
  });

  it('says by a country before it which of several it names', () => {
    expect(ids('nif').length).toBeGreaterThan(1);
    expect(ids('es_nif').every((id) => id.startsWith('es.'))).toBe(true);
  });

  it('names those of a country by the shortest names behind it, and where the name alone would be any', () => {
    expect(ids('be_nn')).toEqual(['be.nn']);
    expect(ids('uk_nino')).toEqual(['gb.nino']);
    expect(ids('za_tin')).toEqual(['za.tin']);
    expect(ids('user.ch_ssn')).toEqual(['ch.ssn']);
  });

  it('names either of two', () => {
    expect(ids('cpf_cnpj')).toEqual(expect.arrayContaining(['br.cpf', 'br.cnpj']));
    expect(ids('DNI/NIE')).toEqual(expect.arrayContaining(['es.dni', 'es.nie']));
  });

  it.each(['national_id', 'tax_id', 'de_tax_id', 'us_tin', 'us_ssn', 'ssn', 'tin', 'order', 'userId', ''])(
    'names none in %j',
    (name) => {
      expect(identifiersNamed(name)).toBeNull();
    },
  );
});

describe('a value under it', () => {
  it('goes where it passes the check, however it is written', () => {
    for (const cpf of ['529.982.247-25', '52998224725', '529 982 247 25']) {
      expect(scrubEvent({ cpf }).event).toEqual({ cpf: '[national_id]' });
    }
  });

  it('goes whatever stands between its characters, and with the country before it', () => {
    const written = [
      '529_982__247---25',
      '529·982·247·25',
      '(529) 982 247/25',
      'BR 529.982.247-25',
      ' 52998224725 ',
    ];
    for (const cpf of written) expect(scrubEvent({ cpf }).event).toEqual({ cpf: '[national_id]' });
    expect(scrubEvent({ dic: 'CZ 251238/91' }).event).toEqual({ dic: '[national_id]' });
  });

  it('goes as a number that has lost the zeros before it', () => {
    // 012.345.678-90 and 001.234.567-97, the zeros aside.
    expect(scrubEvent({ cpf: 1_234_567_890 }).event).toEqual({ cpf: '[national_id]' });
    expect(scrubEvent({ cpf: 123_456_797 }).event).toEqual({ cpf: '[national_id]' });
    expect(scrubEvent({ cpf: 1_234_567_891, bsn: 1_855_013 }).event).toEqual({
      cpf: 1_234_567_891,
      bsn: '[national_id]',
    });
  });

  it('stays as it is longer than forty characters', () => {
    expect(scrubEvent({ cpf: `529982247${'-'.repeat(29)}25` }).findings).toHaveLength(1);
    expect(scrubEvent({ cpf: `529982247${'-'.repeat(30)}25` }).findings).toEqual([]);
  });

  it('is no phone number and no identifier of others, where it is as long as what the name says', () => {
    expect(scrubEvent({ nhs: '936-364-1558', note: '' }).findings).toEqual([]);
    expect(scrubEvent({ bsn: '123-45-6789' }).findings).toEqual([]);
    // A kennitala whose length is that of a hetu.
    expect(scrubEvent({ hetu: '120174-3399' }).findings).toEqual([]);
  });

  it.each([
    ['pesel', '12345678903'],
    ['amka', '85073003361'],
    ['hetu', '310252-308Y'],
    ['fodselsnummer', '99999900026'],
    ['personnummer', '811328-9873'],
    ['adoazonosito', '2234567890'],
    ['nuss', '981234577887'],
    ['cnp', '1630615993454'],
    ['codice_fiscale', 'RSSMRA85T79A562S'],
    ['rijksregisternummer', '85.99.30-033.22'],
    ['aadhaar', '1234 1234 1234'],
    ['kw_cid', '299999999997'],
    ['curp', 'HEGG569999MVZRRL03'],
    ['shenfenzheng', '110105194913310021'],
  ])(
    'goes under %s by its check digits, though none like %s was issued, and stays in a text',
    (name, value) => {
      expect(kindsIn({ [name]: value })).toEqual(['national_id']);
      expect(kindsIn({ note: `the ${name} is ${value}` })).not.toContain('national_id');
    },
  );

  it('stays where it has no check digit and cannot have been issued', () => {
    expect(scrubEvent({ rodne_cislo: '320911556' }).findings).toHaveLength(1);
    for (const event of [{ rodne_cislo: '123456789' }, { cpr: '310299-1234' }, { cccd: '999999999999' }]) {
      expect(scrubEvent(event).findings).toEqual([]);
    }
  });

  it('stays where it is zeros alone, which pass most checks', () => {
    expect(scrubEvent({ cpf: '000.000.000-00', nhs: '0000000000', pesel: '00000000000' }).findings).toEqual(
      [],
    );
  });

  it('is looked into where it is something else', () => {
    expect(scrubEvent({ bsn: 'RSSMRA85T10A562S' }).event).toEqual({ bsn: '[national_id]' });
    expect(scrubEvent({ bsn: '+14155552671' }).event).toEqual({ bsn: '[phone]' });
    expect(scrubEvent({ itin: '219-09-9998' }).event).toEqual({ itin: '[ssn]' });
  });

  it('stays where it fails the check of what the name says', () => {
    expect(scrubEvent({ cpf: '529.982.247-26' }).findings).toEqual([]);
  });

  it('needs no check under a name for any identifier', () => {
    expect(scrubEvent({ national_id: '529.982.247-26' }).findings).toHaveLength(1);
  });

  it('is told apart by name although it is the same text', () => {
    const text = '52998224725';
    expect(scrubEvent({ cpf: text, pesel: text }).event).toEqual({ cpf: '[national_id]', pesel: text });
  });
});
