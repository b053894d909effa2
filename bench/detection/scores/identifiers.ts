/**
 * Numbers with a check digit, right and wrong, under a key that names them. Of identifiers the right ones go and the wrong
 * ones stay. Of what is worth as much with a slip in it, or is judged by its key alone, the wrong ones count apart.
 */
import { readRows } from '../data.ts';
import { isRecoverable } from '../recover.ts';
import { outputOr, Tally } from '../score.ts';
import type { Measure } from '../score.ts';

interface Row {
  readonly module: string;
  readonly value: string;
  readonly valid: boolean;
}

/**
 * The key under which telemetry would carry what the check is for: the name of this very identifier, with its country
 * where others use the name too, since a name for any (`tax_id`) lets no check decide. Checks without one are algorithms.
 * Two are left out: `slovenia_tin_checksum` weighs the digits 7 to 1 where the tax office weighs them 8 to 2, and
 * `greece_amka_checksum` doubles the digits that Luhn's check does not.
 */
const IDENTIFIERS: Readonly<Record<string, string>> = {
  australian_medicare_checksum: 'au_medicare',
  australian_tfn_checksum: 'tfn',
  austrian_ssn_checksum: 'sozialversicherungsnummer',
  belgium_national_register_checksum: 'national_register_number',
  brazilian_cnpj_checksum: 'cnpj',
  brazilian_cpf_checksum: 'cpf',
  bulgarian_egn_checksum: 'egn',
  chinese_id_checksum: 'shenfenzheng',
  coordination_number_checksum: 'samordningsnummer',
  czech_tin_checksum: 'dic',
  dutch_bsn_checksum: 'bsn',
  estonia_personal_code_checksum: 'isikukood',
  finnish_hetu_checksum: 'hetu',
  france_nif_checksum: 'numero_fiscal',
  france_ssn_checksum: 'nir',
  german_ids_checksum: 'personalausweis',
  german_svnr_checksum: 'svnr',
  greece_tin_checksum: 'afm',
  hungarian_tin_checksum: 'adoazonosito',
  iban_checker: 'iban',
  irish_pps_checksum: 'pps_number',
  italian_national_id_checksum: 'codice_fiscale',
  latvia_national_id_checksum: 'personas_kods',
  lithuanian_personal_identification_number_checksum: 'asmens_kodas',
  luxembourg_individual_nin_checksum: 'lu_nin',
  nhs_check_digit: 'nhs_number',
  nir_checksum: 'nir',
  polish_national_id_checksum: 'pesel',
  polish_nip_checksum: 'nip',
  portuguese_tax_id_checksum: 'nif',
  rodne_cislo_checksum: 'rodne_cislo',
  romanian_personal_numeric_code: 'cnp',
  singapore_nric_checksum: 'nric',
  slovenian_pin_checksum: 'emso',
  spain_dni_checksum: 'es_dni',
  spanish_nuss_checksum: 'nuss',
  sweden_pin_checksum: 'personnummer',
  uk_nino_format_check: 'nino',
  uk_trn_checksum: 'utr',
  us_dea_checksum: 'dea_number',
  us_npi_checksum: 'npi',
};

/** Under these anything goes that has the form, right or wrong. */
const OTHERS: Readonly<Record<string, string>> = {
  aba_rtn_checksum: 'routing_number',
  atlassian_token_checksum: 'atlassian_token',
  btc_checksum: 'bitcoin_address',
  dutch_passport_checksum: 'passport_number',
  ethereum_checksum: 'wallet_address',
  github_token_checksum: 'github_token',
  monero_address: 'wallet_address',
};

export const identifiers: Measure = {
  id: 'identifiers',
  title: 'Identifiers with a check digit',
  prepare: (folder) => {
    const rows = readRows(folder, 'ids_datadog_sds.jsonl') as readonly Row[];
    const cases = rows.flatMap((row) => {
      const key = IDENTIFIERS[row.module] ?? OTHERS[row.module];
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
          const what =
            module in IDENTIFIERS ? 'identifiers' : 'wallets, tokens, passports and routing numbers';
          if (valid) found.add(`${what} accepted by their check`, taken);
          else wrong.add(`${what} with a wrong check digit altered`, taken);
          modules.add(module, taken === valid);
        }
        return [...found.scores('many'), ...wrong.scores('few'), ...modules.scores('many', 'check')];
      },
    };
  },
};
