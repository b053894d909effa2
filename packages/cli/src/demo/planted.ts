/**
 * The planted leaks. Values are made up: documentation domains and addresses, numbers reserved for fiction or tests.
 * Secrets are put together from parts, so that scanners of source code do not take them for real ones.
 */
import type { Catch, Leak, LeakKind } from './leaks.ts';
import type { ShopMessage } from './message.ts';
import {
  LETTER,
  appSearch,
  appTrack,
  company,
  failure,
  jsonWebToken,
  noted,
  order,
  page,
  profile,
  search,
  support,
  track,
} from './planted-messages.ts';

type Planted = Omit<Leak, 'id'>;
type Plant = (kind: LeakKind, field: string, value: string, message: ShopMessage) => Planted;

const detected = caughtBy('detection');
const unplanned = caughtBy('unplanned');
const minimised = caughtBy('transform');

/** Every leak, in a fixed order; ids are `leak-01` and on. */
export function plantLeaks(): readonly Leak[] {
  const planted = [
    ...inSearches(),
    ...inUrls(),
    ...inOrders(),
    ...inErrors(),
    ...inProfiles(),
    ...inLetters(),
    ...outsideThePlan(),
  ];
  return planted.map((leak, at) => ({ id: `leak-${String(at + 1).padStart(2, '0')}`, ...leak }));
}

function caughtBy(means: Catch): Plant {
  return (kind, field, value, message) => ({ kind, field, value, message, caughtBy: means });
}

function inSearches(): Planted[] {
  const token = 'q7Rk2vXw9LmT4pZs';
  const encoded = btoa('kenji.arai@mail.example');
  const name = 'Leontyne Marchbanks';
  return [
    detected('email', 'query', 'priya.nair@mail.example', search('order of priya.nair@mail.example')),
    detected('email', 'query', 'oona.lehto@mail.example', appSearch('oona.lehto@mail.example')),
    detected('email', 'query', 'kenji.arai@mail.example', search(`bread ${encoded}`)),
    detected('phone', 'query', '+44 20 7946 0958', appSearch('call me +44 20 7946 0958')),
    detected('ip', 'query', '192.0.2.146', search('why is 192.0.2.146 blocked')),
    detected('url-value', 'query', token, search(`https://portal.example/reset?token=${token}`)),
    // Told openly: a bare name looks like any other words, and no detector claims names.
    caughtBy('nothing')('name', 'query', name, search(`cake ${name}`)),
  ];
}

function inUrls(): Planted[] {
  const shop = 'https://shop.example';
  const token = jsonWebToken('page');
  const account = page({ url: `${shop}/account?email=tomas.novak%40mail.example`, title: 'Account' });
  const query = page({ url: `${shop}/account`, search: '?email=hedda.lund%40mail.example' });
  const referrer = 'https://ines:Winter-Tulip-93@portal.example/home';
  const path = page({ url: `${shop}/orders`, path: '/orders/olek.wozny@mail.example' });
  const loaf = { page: { url: `${shop}/bread/rye-loaf?ref=salma.idrissi%40mail.example` } };
  return [
    minimised('email', 'url', 'tomas.novak@mail.example', account),
    unplanned('email', 'search', 'hedda.lund@mail.example', query),
    minimised('jwt', 'url', token, page({ url: `${shop}/login?token=${token}` })),
    minimised('password', 'referrer', 'Winter-Tulip-93', page({ url: `${shop}/`, referrer })),
    minimised('email', 'path', 'olek.wozny@mail.example', path),
    minimised(
      'email',
      'context.page.url',
      'salma.idrissi@mail.example',
      track('Product Viewed', { product: 'rye-loaf' }, loaf),
    ),
  ];
}

function inOrders(): Planted[] {
  const iban = 'DE89 3704 0044 0532 0130 00';
  const street = '17 Quince Terrace';
  const ines = 'ines.duarte@mail.example';
  return [
    detected('card', 'reference', '5555555555554444', order({ reference: 5_555_555_555_554_444 })),
    detected('card', 'delivery_note', '4012 8888 8888 1881', noted('Charge 4012 8888 8888 1881, please')),
    detected('phone', 'delivery_note', '+49 30 23125 017', noted('Ring +49 30 23125 017 twice')),
    detected('iban', 'delivery_note', iban, noted(`Refund to ${iban}`)),
    minimised('email', 'userId', ines, order({}, ines)),
    unplanned('address', 'shipping_address.street', street, order({ shipping_address: { street } })),
  ];
}

function inErrors(): Planted[] {
  const token = jsonWebToken('error');
  const apiKey = ['sk', 'live', '51N0tAR3alK3yBut1tL00ksL1keOn3'].join('_');
  const bearer = 'b3ar3r7f2c9d81e4a6405fb0c1d2e3f4a5b6c7';
  const key = 'MC4CAQAwBQYDK2VwBCIEIHGrZ1c0w9Yq3kXnT0bJvU5eLsPd2iAoRfMhWgNtQyKx';
  const pem = ['-----BEGIN', 'PRIVATE', `KEY-----\n${key}\n-----END`, 'PRIVATE', 'KEY-----'].join(' ');
  const nested = JSON.stringify({ user: JSON.stringify({ email: 'mirela.popa@mail.example' }) });
  const marked = 'the dough would not rise on the second morning';
  return [
    detected('api-key', 'message', apiKey, failure('api', `401 for key ${apiKey}`)),
    detected('bearer', 'message', bearer, failure('ios', `Authorization: Bearer ${bearer} refused`)),
    detected('jwt', 'message', token, failure('web', `Session ${token} expired`)),
    detected('private-key', 'message', key, failure('api', `Cannot read ${pem}`)),
    detected('ip', 'message', '192.0.2.201', failure('api', 'connect ECONNREFUSED 192.0.2.201:5432')),
    detected('email', 'message', 'mirela.popa@mail.example', failure('web', nested)),
    detected('long-text', 'message', marked, failure('web', LETTER)),
  ];
}

function inProfiles(): Planted[] {
  const guest = { plan: 'guest' };
  const password = 'Copper-Kettle-41';
  const location = { latitude: 52.518_621_4, longitude: 13.402_998_7 };
  const billing = { industry: 'hotel', billing_contact: 'accounts@lakeside.example' };
  const wilhelmina = 'Wilhelmina Oyelaran';
  return [
    minimised(
      'email',
      'email',
      'ada.quist@mail.example',
      profile('web', { email: 'ada.quist@mail.example' }),
    ),
    minimised('name', 'name', wilhelmina, profile('web', { name: wilhelmina })),
    minimised('birthday', 'birthday', '1984-11-23', profile('ios', { birthday: '1984-11-23' })),
    unplanned('password', 'password', password, profile('web', { ...guest, password })),
    unplanned('location', 'location.latitude', '52.5186214', profile('web', { ...guest, location })),
    unplanned(
      'phone',
      '$phone',
      '+49 40 66969 211',
      profile('ios', { ...guest, $phone: '+49 40 66969 211' }),
    ),
    unplanned('email', 'billing_contact', 'accounts@lakeside.example', company(billing)),
  ];
}

function inLetters(): Planted[] {
  const iban = 'GB82 WEST 1234 5698 7654 32';
  const gift = { action: 'added', product: 'rye-loaf', gift_message: 'For Grandma! +33 1 99 00 12 34' };
  return [
    detected('phone', 'gift_message', '+33 1 99 00 12 34', appTrack('Cart Updated', gift)),
    detected('ssn', 'message', '212-34-5678', support('My SSN is 212-34-5678, do you need it?')),
    detected('iban', 'message', iban, support(`Please refund ${iban}`)),
  ];
}

function outsideThePlan(): Planted[] {
  const product = 'rye-loaf';
  const cordelia = 'Cordelia Featherstone';
  const state = JSON.stringify({ user: JSON.stringify({ name: cordelia }) });
  const dump = { user_email: 'yusuf.kaya@mail.example' };
  const seen = { 'lotte.visser@mail.example': true };
  const coupon = 'rune.holm@mail.example';
  const precise = { product, $longitude: 13.376_187_2 };
  const invalid = caughtBy('invalid');
  return [
    unplanned('name', 'debug_state', cordelia, track('Product Viewed', { product, debug_state: state })),
    unplanned('location', '$longitude', '13.3761872', appTrack('Product Viewed', precise)),
    unplanned('email', 'user_email', 'yusuf.kaya@mail.example', appTrack('Debug Dump', dump)),
    unplanned('email', 'a key', 'lotte.visser@mail.example', track('Product Viewed', { product, seen })),
    invalid('email', 'coupon', coupon, track('Checkout Started', { value: 12, coupon })),
  ];
}
