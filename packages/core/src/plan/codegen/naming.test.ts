import { describe, expect, it } from 'vitest';
import {
  createNames,
  splitWords,
  toCamel,
  toPascal,
  toSingular,
  toSnake,
  toUpper,
  valueWords,
} from './naming.ts';

describe('words', () => {
  it.each([
    ['order_completed', ['order', 'completed']],
    ['checkout.order-completed', ['checkout', 'order', 'completed']],
    ['orderCompleted', ['order', 'completed']],
    ['HTTPServer', ['http', 'server']],
    ['item2Count', ['item2', 'count']],
    ['$price', ['price']],
    ['日本', []],
    ['', []],
  ])('of %j are %j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each([
    ['', ['empty']],
    [-3, ['minus', '3']],
    [0.5, ['0', 'point', '5']],
    [1e-7, ['1', 'e', 'minus', '7']],
    [1e21, ['1e', '21']],
    [true, ['true']],
    ['a-b', ['a', 'b']],
  ])('of the value %j are %j', (value, words) => {
    expect(valueWords(value)).toEqual(words);
  });

  it.each([
    ['items', ['item']],
    ['categories', ['category']],
    ['boxes', ['box']],
    ['addresses', ['address']],
    ['data', ['data', 'item']],
    ['status', ['status', 'item']],
    ['address', ['address', 'item']],
  ])('of one of %s are %j', (plural, words) => {
    expect(toSingular([plural])).toEqual(words);
  });
});

describe('an identifier', () => {
  it.each([
    [
      ['order', 'completed'],
      ['OrderCompleted', 'orderCompleted', 'order_completed', 'ORDER_COMPLETED'],
    ],
    [['2nd'], ['N2nd', 'n2nd', 'n2nd', 'N2ND']],
    [[], ['Field', 'field', 'field', 'FIELD']],
  ])('of %j is valid in every language', (words, names) => {
    expect([toPascal, toCamel, toSnake, toUpper].map((spell) => spell(words))).toEqual(names);
  });
});

describe('names', () => {
  it('are given once, in the order of asking', () => {
    const give = createNames(['Sdk']);
    expect(['Sdk', 'A', 'A', 'A2', 'A', 'sdk'].map(give)).toEqual(['Sdk_', 'A', 'A2', 'A22', 'A3', 'sdk2']);
  });

  it('that differ in case alone count as the same', () => {
    const give = createNames([]);
    expect(['Ab', 'AB', 'aB'].map(give)).toEqual(['Ab', 'AB2', 'aB3']);
  });
});
