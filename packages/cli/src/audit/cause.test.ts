import { describe, expect, it } from 'vitest';
import { causeOf } from './cause.ts';

describe('the cause of a finding', () => {
  it.each([
    [
      'email',
      'properties.$current_url',
      'An e-mail address in a URL: its query, path or fragment carries it along',
    ],
    ['email', 'properties.email', 'An e-mail address under `email`: a field that is meant for it'],
    ['email', 'context.page.search_query', 'An e-mail address that someone typed into a search'],
    ['phone', 'items[].note', 'A phone number in free text that people write'],
    [
      'jwt',
      'request.headers.Authorization',
      'A JSON Web Token under `Authorization`: a credential was sent as data',
    ],
    ['session', 'request.cookies.sid', 'A session id in a cookie that was recorded with the request'],
    ['api_key', 'exception.stacktrace', 'An API key in an error message or log line'],
    ['iban', 'users.*', 'An IBAN under a key that is data itself'],
    ['card', 'properties.ref', 'A card number inside `ref`, a field that nothing keeps it out of'],
    ['card', '', 'A card number in the event itself'],
  ] as const)('of kind %s at "%s" is told by the place', (kind, path, cause) => {
    expect(causeOf({ kind, path, where: 'value' })).toBe(cause);
  });

  it('is the key itself where it was found there', () => {
    expect(causeOf({ kind: 'email', path: 'properties.*', where: 'key' })).toBe(
      'An e-mail address is used as the name of a field',
    );
  });
});
