import { describe, expect, it } from 'vitest';
import { meaningOf, parameterMeaning } from './key-meaning.ts';
import { MEANING } from './meaning.ts';

function namesOf(meaning: number): string[] {
  const said = Object.entries(MEANING).filter(([, bit]) => (meaning & bit) === bit);
  // A meaning that another one includes goes without saying.
  return said.flatMap(([name, bit]) =>
    said.some(([, other]) => other !== bit && (other & bit) === bit) ? [] : [name],
  );
}

describe('meaningOf', () => {
  it.each([
    ['email', 'email'],
    ['userEmail', 'email'],
    ['e-mail', 'email'],
    ['emailAddress2', 'email'],
    ['contact_phone_1', 'phone'],
    ['user.email', 'email'],
    ['http.request.header.authorization', 'authorization'],
    ['X-Api-Key', 'secret'],
    ['new_password_confirmation', 'password'],
    ['shipping_address', 'address'],
    ['ip_address', 'ip'],
    ['Straße', 'address'],
    ['prénom', 'personName'],
    ['geburtsdatum', 'birthDate'],
    ['gen_ai.prompt.0.content', 'prompt'],
    ['writeKey', 'safe'],
    ['PublicKeyToken', 'safe'],
    ['checksum/secret', 'safe'],
    ['item_brand', 'safe'],
    ['product_name', 'safe'],
    ['es_nif', 'nationalId'],
    ['lv_pk', 'nationalId'],
    ['inPan', 'nationalId'],
    ['BSN-nummer', 'nationalId'],
    ['davčna_številka', 'nationalId'],
    ['refresh_tok', 'secret'],
    ['X-Functions-Key', 'secret'],
    ['http.request.header.x-acme-key', 'secret'],
    ['adresse_livraison', 'address'],
    ['cpfTitular', 'nationalId'],
    ['agent_name_str', 'name'],
    ['Calling-Station-Id', 'mac'],
    ['calledParty', 'phone'],
    ['cust_name', 'name'],
    ['fullNm', 'personName'],
    ['nome_cliente', 'name'],
    ['fecha_nac', 'birthDate'],
    ['電話番号', 'phone'],
    ['heslo', 'password'],
    ['HOME', 'homeDirectory'],
    ['phone_home', 'phone'],
    ['phoneE164', 'phone'],
    ['member_last', 'personName'],
    ['senha_nova', 'password'],
    ['service_account_key', 'secret'],
    ['useremail', 'email'],
    ['PGPASSWORD', 'password'],
    ['error_message', 'programText'],
    ['page_title', 'programText'],
    ['stripe_key', 'secret'],
    ['TWILIO_AUTH', 'secret'],
    ['이메일', 'email'],
    ['メールアドレス', 'email'],
    ['パスワード', 'password'],
    ['생년월일', 'birthDate'],
    ['जन्म तिथि', 'birthDate'],
    ['الاسم_الأول', 'name'],
    ['số_điện_thoại', 'phone'],
    ['nomor_telepon', 'phone'],
    ['kart.numer_paszportu', 'passport'],
    ['fødselsdato', 'birthDate'],
    ['नाम', 'name'],
    ['cpf_titular', 'nationalId'],
    ['withdrawal_address', 'wallet'],
    ['imePrezime', 'name'],
    ['ПІБ', 'name'],
    ['fullt_nafn', 'name'],
    ['full_name_th', 'personName'],
    ['broj_telefona', 'phone'],
    ['símanúmer', 'phone'],
    ['adresa_dostave', 'address'],
    ['διεύθυνση', 'address'],
    ['datum_rodjenja', 'birthDate'],
    ['tarehe_ya_kuzaliwa', 'birthDate'],
    ['κωδικός_πρόσβασης', 'password'],
  ])('reads %s as %s', (name, meaning) => {
    expect(namesOf(meaningOf(name))).toEqual([meaning]);
  });

  it.each([
    ['shippingAddress', 'recipient'],
    ['address', 'name'],
    ['lieferadresse', 'empfänger'],
  ])('reads what names the receiver in %s.%s as a name', (parent, name) => {
    expect(namesOf(meaningOf(name, parent))).toEqual(['name']);
  });

  it('reads the lines of an address as one', () => {
    expect(namesOf(meaningOf('line1', 'address'))).toEqual(['address']);
    expect(namesOf(meaningOf('line2', 'ship_to'))).toEqual(['address']);
    expect(meaningOf('line', 'frame')).toBe(0);
  });

  it.each([
    'उत्पाद नाम',
    'urun_adi',
    'email_verified',
    'email_template_id',
    'phone_type',
    'password_reset',
    'total_tokens',
    'address_type',
    'session_count',
    'author',
    'user_agent.name',
    'gen_ai.agent.name',
    'x-idempotency-key',
    'segment_key',
    'stripe_id',
    'login_client',
    'session.id',
    '$session_id',
    'event_name',
    'plan_nombre',
    'produkt_navn',
    'nombre_en',
    '$feature/otp-login',
    'name',
    'cart',
    '',
    'x'.repeat(200),
  ])('reads nothing into %s', (name) => {
    expect(namesOf(meaningOf(name))).toEqual([]);
  });

  it('reads nothing into the names of flags', () => {
    expect(meaningOf('new-login', 'feature_flags')).toBe(0);
    expect(meaningOf('login', 'account')).toBe(MEANING.username);
  });

  it('tells a user agent from what else is no personal data', () => {
    expect(namesOf(meaningOf('user_agent.original'))).toEqual(['userAgent']);
    expect(namesOf(meaningOf('headers.User-Agent'))).toEqual(['userAgent']);
    expect(namesOf(meaningOf('app_version'))).toEqual(['safe']);
  });

  it('knows a bare name by what is around it', () => {
    expect(meaningOf('name', 'user')).toBe(MEANING.name);
    expect(meaningOf('name', 'traits')).toBe(MEANING.name);
    expect(meaningOf('name', 'usr')).toBe(MEANING.name);
    expect(meaningOf('Nm', 'Dbtr')).toBe(MEANING.name);
    expect(meaningOf('formatted', 'name')).toBe(MEANING.name);
    expect(meaningOf('displayName', 'conditionalAccessPolicies')).toBe(0);
    expect(meaningOf('name', 'product')).toBe(MEANING.safe);
    expect(meaningOf('displayName', 'culture')).toBe(0);
    expect(meaningOf('name', 'billing_details')).toBe(MEANING.name);
    expect(meaningOf('first', 'shipTo')).toBe(MEANING.personName);
    expect(meaningOf('given', 'name')).toBe(MEANING.personName);
    expect(meaningOf('first', 'properties')).toBe(0);
    expect(meaningOf('name', 'user_agent')).toBe(0);
    expect(meaningOf('message', 'exception')).toBe(MEANING.programText);
    expect(meaningOf('message', 'form')).toBe(0);
    expect(meaningOf('title', 'page')).toBe(MEANING.programText);
    expect(meaningOf('title', 'ticket')).toBe(0);
    expect(meaningOf('fn', 'user_data')).toBe(MEANING.personName);
    expect(meaningOf('fn', 'span')).toBe(0);
    expect(meaningOf('key', 'stripe')).toBe(MEANING.secret);
    expect(meaningOf('key', 'mixpanel')).toBe(0);
    expect(meaningOf('key', 'properties')).toBe(0);
  });

  it('says of some codes that they are short, and of some names all that they may mean', () => {
    expect(namesOf(meaningOf('cvv'))).toEqual(['shortCode']);
    expect(namesOf(meaningOf('mfaCode'))).toEqual(['shortCode']);
    expect(namesOf(meaningOf('password_user'))).toEqual(['username', 'password']);
  });
});

describe('parameterMeaning', () => {
  it('takes short words for codes, and says that the name is a parameter', () => {
    expect(parameterMeaning('code')).toBe(MEANING.code | MEANING.parameter);
    expect(parameterMeaning('email')).toBe(MEANING.email | MEANING.parameter);
    expect(parameterMeaning('page')).toBe(0);
  });
});
