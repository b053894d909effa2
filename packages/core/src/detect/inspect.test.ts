import { describe, expect, it } from 'vitest';
import { inspectEvent } from './inspect.ts';

function paths(event: Parameters<typeof inspectEvent>[0]): string[] {
  return inspectEvent(event).map(({ kind, path, where }) => `${kind} ${path} ${where}`);
}

describe('an event of any shape', () => {
  it('is looked through to the last value', () => {
    expect(paths({ a: { b: ['x', { c: 'write to ana@corp.example' }] } })).toEqual(['email a.b[].c value']);
    expect(paths('ana@corp.example')).toEqual(['email  value']);
    expect(paths({ n: 4111111111111111 })).toEqual(['card n value']);
    expect(paths({ n: 12, t: 'plain words', nothing: null, yes: true })).toEqual([]);
  });

  it('has its keys looked at, and never shows one that holds something or looks like an identifier', () => {
    expect(paths({ 'ana@corp.example': 1 })).toEqual(['email * key']);
    expect(paths({ users: { u20391: { mail: 'ana@corp.example' } } })).toEqual(['email users.*.mail value']);
    expect(paths({ 'Zoe Example': { mail: 'ana@corp.example' } })).toEqual(['email *.mail value']);
    expect(paths({ 'Ship To': { 'Total Price': 'ana@corp.example' } })).toEqual([
      'email Ship To.Total Price value',
    ]);
  });

  it('gives the span and the version of the detector', () => {
    expect(inspectEvent({ q: 'to ana@corp.example' })).toEqual([
      { kind: 'email', detector: 'email', version: 4, path: 'q', where: 'value', start: 3, end: 19 },
    ]);
  });
});
