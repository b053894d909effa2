import { describe, expect, it } from 'vitest';
import { MEANING } from './meaning.ts';
import { findPairs } from './pairs.ts';

function read(text: string): readonly [string, number][] {
  return findPairs(text).map(({ start, end, meaning }) => [
    text.slice(start, end),
    meaning & ~MEANING.parameter,
  ]);
}

describe('findPairs', () => {
  it.each([
    ['a parameter', 'https://shop.example/?a=1&email=x,y&b=2', 'x,y', MEANING.email],
    ['a fragment', '/cb#access_token=abc&state=1', 'abc', MEANING.secret],
    ['a member of JSON', '{"a":1,"user":{"phone":"12 34","b":2}}', '12 34', MEANING.phone],
    [
      'a member of JSON within a string',
      String.raw`{\"first_name\":\"Zoe\",\"b\":1}`,
      'Zoe',
      MEANING.personName,
    ],
    ['a number in JSON', '{"ssn":123456789}', '123456789', MEANING.nationalId],
    ['what PHP prints', '["last_name"]=> string(5) "Ellis"', 'Ellis', MEANING.personName],
    ['a line of settings', '[user]\nname = Zoe Ellis\nage = 4', 'Zoe Ellis', MEANING.name],
    ['a printed record', 'Guest { FirstName = Zoe Ann, Nights = 2 }', 'Zoe Ann', MEANING.personName],
    ['a number before another member', '{"phone":919707412529,"b":1}', '919707412529', MEANING.phone],
    ['a header', 'GET / HTTP/1.1\nAuthorization: Basic abc\nAccept: */*', 'Basic abc', MEANING.authorization],
    ['an attribute of a log line', 'login ok user=zoe dur=1ms', 'zoe', MEANING.username],
    ['a column', "SELECT * FROM users WHERE email = 'zoe' LIMIT 1", 'zoe', MEANING.email],
    ['the detail of a database error', 'Detail: Key (email)=(zoe) already exists.', 'zoe', MEANING.email],
    ['a form field', '{"field":"last_name","value":"Ellis"}', 'Ellis', MEANING.personName],
    ['an element of a chain', 'input:attr__name="dob"attr__value="1.2.90"x="1"', '1.2.90', MEANING.birthDate],
    ['a parameter with an apostrophe', "/a?last_name=O'Brien&x=1", "O'Brien", MEANING.personName],
    ['a value in a parenthesis', '{"phone":"(11) 98765-4321"}', '(11) 98765-4321', MEANING.phone],
    ['a named value', '[{"name":"last_name","value":"Ellis"}]', 'Ellis', MEANING.personName],
    ['one within a string', String.raw`{\"name\":\"dob\",\"value\":\"1.2.90\"}`, '1.2.90', MEANING.birthDate],
    ['running text', 'Date of birth: 01.02.1990; ok', '01.02.1990', MEANING.birthDate],
    ['a quoted value with an escape', String.raw`{"password":"a\"b"}`, String.raw`a\"b`, MEANING.password],
  ])('reads %s', (_, text, value, meaning) => {
    expect(read(text)).toContainEqual([value, meaning]);
  });

  it.each([
    'https://shop.example/a',
    'std::string',
    'a=1&b=2',
    '12:30',
    'email_verified=true',
    '{"kind":"email"}',
    'email == zoe',
    'email !== zoe',
    '=',
  ])('reads nothing into %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('reads the cookies of a header one by one', () => {
    expect(read('Cookie: a=1; sessionid=abc')).toContainEqual(['abc', MEANING.session]);
  });

  it('gives spans in ascending order, within the text', () => {
    const text = 'email=a&phone=b; name: c {"ssn":"d"}';
    const pairs = findPairs(text);
    expect(pairs.map(({ start }) => start)).toEqual(
      pairs.map(({ start }) => start).toSorted((a, b) => a - b),
    );
    expect(Math.max(...pairs.map(({ end }) => end))).toBeLessThanOrEqual(text.length);
  });
});
