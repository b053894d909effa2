import { describe, expect, it } from 'vitest';
import { scrubEvent } from '../scrub.ts';
import { identifiersNamed } from './by-name.ts';

const ids = (name: string): readonly string[] => (identifiersNamed(name) ?? []).map(({ id }) => id);

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

  it.each(['national_id', 'tax_id', 'ssn', 'order', 'userId', ''])('names none in %j', (name) => {
    expect(identifiersNamed(name)).toBeNull();
  });
});

describe('a value under it', () => {
  it('goes where it passes the check, however it is written', () => {
    for (const cpf of ['529.982.247-25', '52998224725', '529 982 247 25']) {
      expect(scrubEvent({ cpf }).event).toEqual({ cpf: '[national_id]' });
    }
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
