import { describe, expect, it } from 'vitest';
import { parseQuery, splitTarget } from './wire-request.ts';

describe('a request target', () => {
  it.each([
    { target: '/track', path: '/track', query: '' },
    { target: '/track/', path: '/track', query: '' },
    { target: '/track/?a=1', path: '/track', query: 'a=1' },
    { target: '/track?a=/b/?c', path: '/track', query: 'a=/b/?c' },
    { target: '/', path: '/', query: '' },
    { target: '/?', path: '/', query: '' },
    { target: '*', path: '*', query: '' },
    { target: '', path: '', query: '' },
  ])('$target is path $path with query "$query"', ({ target, path, query }) => {
    expect(splitTarget(target)).toEqual({ path, query });
  });
});

describe('a query', () => {
  it.each([
    { query: '', values: [] },
    {
      query: 'data=eyJ%2B&ip=1',
      values: [
        ['data', 'eyJ+'],
        ['ip', '1'],
      ],
    },
    { query: 'data=a+b', values: [['data', 'a b']] },
    { query: 'a=1&a=2', values: [['a', '1']] },
    {
      query: 'a=%zz&__proto__=x',
      values: [
        ['a', '%zz'],
        ['__proto__', 'x'],
      ],
    },
  ])('"$query" has the values $values', ({ query, values }) => {
    expect([...parseQuery(query)]).toEqual(values);
  });
});
