import { describe, expect, it } from 'vitest';
import { createFieldSetMemory } from './field-set-memory.ts';

describe('the memory of field sets', () => {
  it('holds as many as its limit, and forgets the others for one more', () => {
    const memory = createFieldSetMemory(3);
    memory.remember(['a', 'b']);
    memory.remember(['c', 'a']);
    expect([...memory.ids]).toEqual(['a', 'b', 'c']);
    memory.remember(['d']);
    expect([...memory.ids]).toEqual(['d']);
  });
});
