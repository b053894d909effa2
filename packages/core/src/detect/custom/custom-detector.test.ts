import { describe, expect, it } from 'vitest';
import type { Match } from '../detector.ts';
import { redactText } from '../redact.ts';
import { scanText } from '../scan.ts';
import { CONTEXT_REACH, bindDetectors } from './custom-detector.ts';
import type { CustomDetector } from './custom-detector.ts';

const staff: CustomDetector = {
  id: 'staff_number',
  version: 1,
  kind: 'personal',
  pattern: String.raw`\bEMP-\d{6}\b`,
  literal: 'EMP-',
  context: [],
};

function scan(text: string, { detectors = [staff], name = '', lengthMax = 1000 } = {}): readonly Match[] {
  return bindDetectors(detectors, name, lengthMax)(text, scanText(text));
}

const redacted = (text: string, options = {}): string => redactText(text, scan(text, options));

describe('a detector of a plan', () => {
  it.each([
    ['by EMP-004217 today', 'by [personal] today'],
    ['EMP-004217,EMP-004218', '[personal],[personal]'],
    ['emp-004217', 'emp-004217'],
    ['EMP-00421', 'EMP-00421'],
    ['/who?n=EMP%2D004217&x=1', '/who?n=[personal]&x=1'],
    [`id=${btoa('the staff number is EMP-004217')}`, 'id=[personal]'],
    ['EMP-004217 ada@example.org', '[personal] [email]'],
  ])('finds in %s', (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });

  it('gives back what others found, itself, where it finds nothing', () => {
    const found = scanText('ada@example.org');
    expect(bindDetectors([staff], '', 1000)('ada@example.org', found)).toBe(found);
  });

  it('lies over what is as strong as it is, and under secrets', () => {
    const mailbox = { ...staff, id: 'mailbox', pattern: String.raw`[a-z]{1,20}@example\.org`, literal: '@' };
    expect(redacted('ada@example.org', { detectors: [mailbox] })).toBe('[personal]');
    const secret = 'password=hunter2hunter2';
    const word = { ...staff, pattern: 'hunter2', literal: 'hunter2' };
    expect(redacted(secret)).toBe(redacted(secret, { detectors: [word] }));
    expect(redacted(secret, { detectors: [{ ...word, kind: 'secret' }] })).toContain('[secret]');
  });

  it('leaves nothing of it in an encoded text that others have redacted, whoever is on top', () => {
    const encoded = btoa('EMP-004217 has password=hunter2hunter2 and ada@example.org');
    expect(atob(redactText(encoded, scanText(encoded)))).toContain('EMP-004217');
    for (const kind of ['personal', 'secret'] as const) {
      expect(redacted(encoded, { detectors: [{ ...staff, kind }] })).toMatch(/^\[[a-z]+\]$/);
    }
  });

  it.each([
    ['seen EMP-004217', '', false],
    ['seen EMP-004217', 'order staff_number', true],
    ['seen EMP-004217', 'order staffNumber', true],
    ['seen EMP-004217', 'order staffing', false],
    ['Staff: EMP-004217', '', true],
    ['EMP-004217 (staff)', '', true],
    ['staffing EMP-004217', '', false],
  ])('asks for its context: %s under "%s" is found: %s', (text, name, isFound) => {
    const detectors = [{ ...staff, context: ['badge', 'staff'] }];
    expect(scan(text, { detectors, name }).length > 0).toBe(isFound);
  });

  it.each([
    [CONTEXT_REACH, true],
    [CONTEXT_REACH + 1, false],
  ])('looks %d characters around for its context: %s', (reach, isFound) => {
    const detectors = [{ ...staff, context: ['staff'] }];
    const gap = ' '.repeat(reach - 'staff'.length);
    expect(scan(`staff${gap}EMP-004217`, { detectors }).length > 0).toBe(isFound);
    expect(scan(`EMP-004217${gap}staff`, { detectors }).length > 0).toBe(isFound);
  });

  it('reads a text at its limit, and reports one beyond it as long text where the literal is in it', () => {
    const text = `${'.'.repeat(90)}EMP-004217`;
    const provenance = { version: staff.version, confidence: 'medium' };
    const span = { start: 0, end: 101, replacement: null };
    const whole = { kind: 'long_text', detector: 'staff_number', provenance, ...span };
    expect(redacted(text, { lengthMax: 100 })).toBe(`${'.'.repeat(90)}[personal]`);
    expect(scan(`${text}.`, { lengthMax: 100 })).toEqual([whole]);
    expect(scan('.'.repeat(101), { lengthMax: 100 })).toEqual([]);
  });

  it('reports decoded text beyond its limit as long text', () => {
    const text = `x=${btoa(`${'words and more of them, '.repeat(10)} EMP-004217`)}`;
    expect(scan(text, { lengthMax: 200 }).map(({ kind }) => kind)).toEqual(['long_text']);
    expect(scan(text, { lengthMax: text.length }).map(({ kind }) => kind)).toEqual(['personal']);
  });

  it('takes time linear in the text', () => {
    const slowest = { ...staff, pattern: String.raw`-{0,9}a{0,9}-{0,9}x`, literal: '-' };
    const scanSlowest = bindDetectors([slowest], '', 1e7);
    const cheapest = (length: number): number => {
      const runs = Array.from({ length: 4 }, () => {
        const before = process.cpuUsage();
        scanSlowest('-'.repeat(length), []);
        const { user, system } = process.cpuUsage(before);
        return user + system;
      });
      return Math.min(...runs);
    };
    // The square of it would be sixteen times as much.
    expect(cheapest(400_000)).toBeLessThan(cheapest(100_000) * 10);
  });
});
