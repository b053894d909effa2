/** Identifiers with a check digit, right and wrong, under a key that names them: the right ones go, the wrong ones stay. */
import { readRows } from '../data.ts';
import { isRecoverable } from '../recover.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

interface Row {
  readonly module: string;
  readonly value: string;
  readonly valid: boolean;
}

/** The key under which telemetry would carry what the check is for. Checks without one are algorithms, not identifiers. */
const KEYS: Readonly<Record<string, string>> = {
  aba_rtn_checksum: 'routing_number',
  atlassian_token_checksum: 'atlassian_token',
  australian_medicare_checksum: 'medicare_number',
  australian_tfn_checksum: 'tfn',
  austrian_ssn_checksum: 'sozialversicherungsnummer',
  belgium_national_register_checksum: 'national_register_number',
  brazilian_cnpj_checksum: 'cnpj',
  brazilian_cpf_checksum: 'cpf',
  btc_checksum: 'bitcoin_address',
  bulgarian_egn_checksum: 'egn',
  chinese_id_checksum: 'id_card_number',
  coordination_number_checksum: 'samordningsnummer',
  czech_tin_checksum: 'rodne_cislo',
  dutch_bsn_checksum: 'bsn',
  dutch_passport_checksum: 'passport_number',
  estonia_personal_code_checksum: 'isikukood',
  ethereum_checksum: 'wallet_address',
  finnish_hetu_checksum: 'hetu',
  france_nif_checksum: 'tax_id',
  france_ssn_checksum: 'nir',
  german_ids_checksum: 'id_card_number',
  german_svnr_checksum: 'svnr',
  github_token_checksum: 'github_token',
  greece_amka_checksum: 'amka',
  greece_tin_checksum: 'afm',
  hungarian_tin_checksum: 'adoazonosito',
  iban_checker: 'iban',
  irish_pps_checksum: 'pps_number',
  italian_national_id_checksum: 'codice_fiscale',
  latvia_national_id_checksum: 'personas_kods',
  lithuanian_personal_identification_number_checksum: 'asmens_kodas',
  luxembourg_individual_nin_checksum: 'national_id',
  monero_address: 'wallet_address',
  nhs_check_digit: 'nhs_number',
  nir_checksum: 'nir',
  polish_national_id_checksum: 'pesel',
  polish_nip_checksum: 'nip',
  portuguese_tax_id_checksum: 'nif',
  rodne_cislo_checksum: 'rodne_cislo',
  romanian_personal_numeric_code: 'cnp',
  singapore_nric_checksum: 'nric',
  slovenia_tin_checksum: 'davcna_stevilka',
  slovenian_pin_checksum: 'emso',
  spain_dni_checksum: 'dni',
  spanish_nuss_checksum: 'nuss',
  sweden_pin_checksum: 'personnummer',
  uk_nino_format_check: 'nino',
  uk_trn_checksum: 'utr',
  us_dea_checksum: 'dea_number',
  us_npi_checksum: 'npi',
};

export const identifiers: Measure = {
  id: 'identifiers',
  title: 'Identifiers with a check digit',
  prepare: (folder) => {
    const rows = readRows(folder, 'ids_datadog_sds.jsonl') as readonly Row[];
    const cases = rows.flatMap((row) => {
      const key = KEYS[row.module];
      return key === undefined || row.value.trim() === '' ? [] : [{ ...row, event: { [key]: row.value } }];
    });
    return {
      inputs: cases.map(({ event }) => event),
      read: (outputs) => {
        const found = new Tally();
        const wrong = new Tally();
        const modules = new Tally();
        for (const [index, { module, value, valid, event }] of cases.entries()) {
          const taken = !isRecoverable(JSON.stringify(outputOr(outputs[index], event)), value);
          if (valid) found.add('identifiers accepted by their check', taken);
          else wrong.add('identifiers with a wrong check digit altered', taken);
          modules.add(module, taken === valid);
        }
        return [...found.scores('many'), ...wrong.scores('few'), ...modules.scores('many', 'check')];
      },
    };
  },
};
