import { describe, expect, it } from 'vitest';
import { nameWords } from './name-words.ts';
import { secrecy } from './secret-names.ts';

const sureness = (name: string) => secrecy(nameWords(name, 0, name.length));

describe('secrecy', () => {
  it.each([
    ['DATADOG_API_KEY', 2],
    ['stripeSecret', 2],
    ['const stripe_secret: string', 2],
    ['<add key="MailPassword" value', 2],
    ['name: shop, access token', 2],
    ['heroku key', 2],
    ['heroku', 1],
    ['coinMarketCap', 1],
    ['weights and biases', 1],
    ['TwelveData_login', 2],
    ['getBlock', 0],
    ['user_flow', 0],
    ['some_key', 1],
    ['public_key', 0],
    ['nextPageToken', 0],
    ['token_type', 0],
    ['secret_id', 0],
    ['heroku_commit', 0],
    ['order', 0],
    ['', 0],
  ])('reads %s', (name, expected) => {
    expect(sureness(name)).toBe(expected);
  });
});

describe('nameWords', () => {
  it.each([
    ['stripeSecretKey', ['stripe', 'secret', 'key']],
    ['STRIPE_SECRET-KEY2', ['stripe', 'secret', 'key']],
    ['APIKey', ['api', 'key']],
    ['a b c d e f g h i', ['c', 'd', 'e', 'f', 'g', 'h', 'i']],
    ['12 34', []],
  ])('splits %s', (name, words) => {
    expect(nameWords(name, 0, name.length)).toEqual(words);
  });
});
