import { describe, expect, it } from 'vitest';
import { declaredIn } from './fold.ts';
import { defaultsOf } from './option-defaults.ts';
import { findObject, parseModule } from './syntax.ts';

/** The defaults in the object literal with the key `a`. */
function read(text: string): Record<string, string> {
  const module = parseModule('x.js', text);
  const found = module === null ? null : findObject(module.program, ['a']);
  if (module === null || found === null) throw new Error('nothing found');
  const defaults = defaultsOf(found, module, { declared: declaredIn([module]) });
  return Object.fromEntries(
    defaults.map(({ option, value, isLiteral }) => [option, isLiteral ? value : `code ${value}`]),
  );
}

describe('defaults', () => {
  it.each([
    [
      'x = { a: !0, b: !1, c: void 0, d: -1, e: 30 * 60 * 1e3 }',
      { a: 'true', b: 'false', c: 'undefined', d: '-1', e: '1800000' },
    ],
    [
      'x = { a: `t`, "b": [], c: ["p", 1], d: {}, e: null }',
      { a: '"t"', b: '[]', c: '["p", 1]', d: '{}', e: 'null' },
    ],
    ['x = { a: { b: { c: 1 } } }', { 'a.b.c': '1' }],
    ['const N = 7; x = { a: N }', { a: '7' }],
    ['let N = 7; N = 8; x = { a: N }', { a: 'code N' }],
    ['function f() { var n = 1 } function g() { var n = 2; return { a: n } }', { a: 'code n' }],
    ['exports.N = exports.M = void 0; exports.N = "s"; x = { a: k_1.N }', { a: '"s"' }],
    ['function f(d) { return { a: d && d > "2" ? 1 : 2, b: !!(d && d > "2") } }', { a: '2', b: 'false' }],
    [
      'x = { a: new RegExp("b"), b: () => 1, c: (0, m_1.f)(m_2.d) }',
      { a: 'code new RegExp("b")', b: 'code a function', c: 'code f(d)' },
    ],
    ['x = { ...y, a: 1, [z]: 2 }', { a: '1' }],
  ])('of %s', (text, options) => {
    expect(read(text)).toEqual(options);
  });

  it('are not looked for in what is no JavaScript', () => {
    expect(parseModule('x.js', 'const a: string = 1;')).toBeNull();
  });

  it('are cut where they are long code', () => {
    expect(read(`x = { a: f(${'"b",'.repeat(60)} 1) }`)['a']).toHaveLength('code '.length + 81);
  });
});
