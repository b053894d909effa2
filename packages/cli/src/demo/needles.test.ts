import { describe, expect, it } from 'vitest';
import { anyOf, needlesOf } from './needles.ts';

const email = 'priya.nair@mail.example';

describe('needlesOf', () => {
  it.each([
    ['as it is', email],
    ['in capitals', email.toUpperCase()],
    ['percent-encoded', 'https://shop.example/?e=priya.nair%40mail.example'],
    ['percent-encoded twice', 'priya.nair%2540mail.example'],
    ['base64, at the start', btoa(email)],
    ['base64, one byte later', btoa(`x${email} and more`)],
    ['base64, two bytes later', btoa(`xy${email}`)],
    ['base64url in JSON', Buffer.from(`{"k":"${email}"}`).toString('base64url')],
  ])('finds an e-mail address %s', (_, text) => {
    expect(anyOf(needlesOf(email)).test(`before ${text} after`)).toBe(true);
  });

  it.each([
    ['4012 8888 8888 1881', '{"card":4012888888881881}'],
    ['+49 30 23125 017', 'tel:493023125017'],
    ['DE89 3704 0044 0532 0130 00', 'iban=DE89370400440532013000'],
    ['a "quoted" name', String.raw`{"inner":"{\"n\":\"a \\\"quoted\\\" name\"}"}`],
    ['Cordelia Featherstone', 'q=Cordelia+Featherstone'],
  ])('finds %s in %s', (value, text) => {
    expect(anyOf(needlesOf(value)).test(text)).toBe(true);
  });

  it.each(['priya.nair', 'mail.example', 'priya', 'cHJpeWE='])('does not take %s for the address', (text) => {
    expect(anyOf(needlesOf(email)).test(text)).toBe(false);
  });
});
