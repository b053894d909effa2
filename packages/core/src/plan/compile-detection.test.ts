import { describe, expect, it } from 'vitest';
import { provenanceOf } from '../detect/provenance.ts';
import type { JsonObject, ValidEvent } from '../event.ts';
import { compileDetection } from './compile-detection.ts';
import type { Detected } from './compiled-plan.ts';
import { parsePlan } from './parse-plan.ts';

const PLAN = `
apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
vendors: { warehouse: { kind: warehouse, max_tier: 3 } }
detection: DETECTION
detectors:
  - id: staff_number
    version: 3
    kind: KIND
    pattern: 'EMP-\\d{6}'
    literal: EMP-
    examples: { found: [EMP-004217], not_found: [EMP-42] }
  - id: till_number
    kind: personal
    pattern: '9900\\d{10}'
    literal: '9900'
    context: [till]
    examples: { found: [{ name: till, text: '99001234567890' }], not_found: ['99001234567890'] }
`;

const EVENT = `
apiVersion: headgate/v1
kind: event
id: seen
version: 1.0.0
wire: { call: track, name: Seen }
description: A shelf was seen.
expires: never
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: { warehouse: '*' }
schema:
  type: object
  properties:
    shelf: { type: string, maxLength: 5000, x-headgate: { categories: [user.behavior] } }
    papers: { type: string, maxLength: 50, x-headgate: { categories: [user.government_id] } }
    kept: { type: string, maxLength: 50, x-headgate: { categories: [user.behavior], on_finding: drop } }
    feedback: { type: string, maxLength: 5000, x-headgate: { categories: [user.behavior] } }
    comments: { type: array, maxItems: 3, items: { type: string, maxLength: 90, x-headgate: { categories: [user.behavior] } } }
    prompt: { type: string, x-headgate: { categories: [user.content], free_text: true } }
    scanned: { type: string, x-headgate: { categories: [user.content], free_text: scan } }
    cut: { type: string, x-headgate: { categories: [user.content], free_text: { truncate: 12 } } }
    whole: { type: string, x-headgate: { categories: [user.content], free_text: keep, on_finding: block } }
    till: { type: integer, x-headgate: { categories: [user.behavior] } }
    cpf: { type: string, maxLength: 50, x-headgate: { categories: [user.behavior] } }
    userAgent: { type: string, maxLength: 500, x-headgate: { categories: [user.behavior] } }
    count: { type: integer, x-headgate: { categories: [user.behavior] } }
    tags:
      type: array
      maxItems: 9
      items: { type: string, maxLength: 50, x-headgate: { categories: [user.behavior] } }
`;

function detect(properties: JsonObject, { kind = 'personal', detection = '{}' } = {}): Detected {
  const text = PLAN.replace('KIND', kind).replace('DETECTION', detection);
  const { value: plan, issues } = parsePlan({ path: 'plan.yaml', text }, [{ path: 'e.yaml', text: EVENT }]);
  const fields = plan?.events[0]?.fields;
  if (plan === null || fields === undefined) throw new Error(JSON.stringify(issues));
  const run = compileDetection(fields, null, { plan, scanAll: false });
  return run({ properties, context: {} } as unknown as ValidEvent);
}

const STAFF = 'by EMP-004217';
const longStaff = (length: number): string => `EMP-004217${'.'.repeat(length - 10)}`;

describe("the plan's own detectors", () => {
  it('redact, drop and block as the others do', () => {
    expect(detect({ shelf: STAFF }).properties).toEqual({ shelf: 'by [personal]' });
    expect(detect({ shelf: STAFF }, { detection: '{ personal: drop }' }).properties).toEqual({});
    expect(detect({ shelf: STAFF }, { detection: '{ personal: block }' }).withheld).toBe('block');
    expect(detect({ shelf: STAFF }, { kind: 'secret', detection: '{ personal: block }' })).toMatchObject({
      properties: { shelf: 'by [secret]' },
      withheld: null,
    });
    expect(detect({ kept: STAFF }).properties).toEqual({});
    expect(detect({ tags: ['a', 'EMP-004217'] }).properties).toEqual({ tags: ['a', '[personal]'] });
  });

  it('leave alone what the category of a field declares', () => {
    const { properties, findings } = detect({ papers: STAFF, shelf: STAFF }, { kind: 'national_id' });
    expect(properties).toEqual({ papers: STAFF, shelf: 'by [national_id]' });
    expect(findings.map(({ path }) => path)).toEqual(['properties.shelf']);
  });

  it('find numbers, by the name of their field too', () => {
    expect(detect({ till: 99_001_234_567_890, count: 99_001_234_567_890 }).properties).toEqual({
      count: 99_001_234_567_890,
    });
  });

  it('drop a text that is longer than they read, where the literal is in it', () => {
    const detection = '{ detectors_length_max: 1000 }';
    expect(detect({ shelf: longStaff(1000) }, { detection }).properties).toEqual({
      shelf: `[personal]${'.'.repeat(990)}`,
    });
    expect(detect({ shelf: longStaff(1001) }, { detection }).properties).toEqual({});
    expect(detect({ shelf: '.'.repeat(1001) }, { detection }).properties).toEqual({
      shelf: '.'.repeat(1001),
    });
  });
});

describe('what a field is called', () => {
  it('makes an identifier of a value with a slip in it, which its check does not pass', () => {
    expect(detect({ cpf: '529.982.247-25' }).properties).toEqual({ cpf: '[national_id]' });
    expect(detect({ cpf: '529.982.247-26' }).properties).toEqual({ cpf: '[national_id]' });
  });

  it('saves no address, not even in a user agent', () => {
    const userAgent = 'shop-sync/1.4 (ops@shop.example)';
    expect(detect({ userAgent }).properties).toEqual({ userAgent: 'shop-sync/1.4 ([email])' });
  });
});

describe('what detection says', () => {
  it('names detector, version, confidence, path, kind and length of a finding, and never the value', () => {
    const { findings } = detect({ tags: ['a', 'EMP-004217'], shelf: 'of ada@example.org' });
    expect(findings).toEqual([
      { kind: 'email', detector: 'email', ...provenanceOf('email'), path: 'properties.shelf', length: 15 },
      {
        kind: 'personal',
        detector: 'staff_number',
        version: 3,
        confidence: 'medium',
        path: 'properties.tags[]',
        length: 10,
      },
    ]);
    expect(provenanceOf('email').confidence).toBe('high');
  });

  it('remarks on each changed value with its length before and after', () => {
    const shelf = 'of ada@example.org, password=hunter2hunter2';
    const of = { rule: 'finding', path: 'properties.shelf', before: shelf.length };
    const redacted = detect({ shelf });
    expect(redacted.properties).toEqual({ shelf: 'of [email], password=[password]' });
    expect(redacted.remarks).toEqual([
      { ...of, action: 'redacted', kind: 'email', after: 'of [email], password=[password]'.length },
    ]);
    expect(detect({ shelf }, { detection: '{ secret: drop }' }).remarks).toEqual([
      { ...of, action: 'dropped-field', kind: 'password', after: 0 },
    ]);
    expect(detect({ shelf }, { detection: '{ secret: drop, personal: block }' }).remarks).toEqual([
      { ...of, action: 'withheld', kind: 'email', after: 0 },
    ]);
    expect(detect({ till: 99_001_234_567_890 }).remarks).toEqual([
      {
        rule: 'finding',
        path: 'properties.till',
        action: 'dropped-field',
        kind: 'personal',
        before: 14,
        after: 0,
      },
    ]);
  });
});

const PROSE =
  'It rained when I came by the shop and nobody was there to open the door for me, ada@example.org.';

describe('free text', () => {
  it('is left out where the name says that people type and the plan says no more', () => {
    const { properties, findings, remarks } = detect({
      feedback: 'ok',
      comments: ['fine', 'by ada@example.org'],
    });
    expect(properties).toEqual({ comments: [] });
    expect(findings).toEqual([]);
    const left = { rule: 'free-text', action: 'dropped-field', after: 0 };
    expect(remarks).toEqual([
      { ...left, path: 'properties.feedback', before: 2 },
      { ...left, path: 'properties.comments[]', before: 4 },
      { ...left, path: 'properties.comments[]', before: 18 },
    ]);
  });

  it('stays but for what is found in it where it is scanned, as prompts are', () => {
    const redacted = PROSE.replace('ada@example.org', '[email]');
    expect(detect({ prompt: PROSE, scanned: PROSE }).properties).toEqual({
      prompt: redacted,
      scanned: redacted,
    });
    expect(detect({ shelf: PROSE }).properties).toEqual({});
  });

  it('is cut to its length once what is found in it is gone', () => {
    expect(detect({ cut: 'twelve chars' })).toMatchObject({
      properties: { cut: 'twelve chars' },
      remarks: [],
    });
    expect(detect({ cut: 'thirteen char' })).toMatchObject({
      properties: { cut: 'thirteen cha' },
      remarks: [{ rule: 'free-text', path: 'properties.cut', action: 'truncated', before: 13, after: 12 }],
    });
    const { properties, remarks } = detect({ cut: 'of ada@example.org and more' });
    expect(properties).toEqual({ cut: 'of [email] a' });
    expect(remarks).toMatchObject([
      { rule: 'finding', action: 'redacted', kind: 'email', before: 27, after: 19 },
      { rule: 'free-text', action: 'truncated', before: 19, after: 12 },
    ]);
  });

  it('is not cut within a character of two units', () => {
    expect(detect({ cut: 'eleven more\u{1F600}' }).properties).toEqual({ cut: 'eleven more' });
  });

  it('stays whole where it is kept, secrets excepted, and what was found in it is told', () => {
    const { properties, findings, remarks, withheld } = detect({ whole: PROSE });
    expect({ properties, withheld }).toEqual({ properties: { whole: PROSE }, withheld: null });
    expect(findings.map(({ kind }) => kind)).toEqual(['email']);
    const { length } = PROSE;
    const path = 'properties.whole';
    expect(remarks).toEqual([
      { rule: 'finding', path, action: 'observed', kind: 'email', before: length, after: length },
    ]);
    const secret = detect({ whole: `${PROSE} password=hunter2hunter2` });
    expect(secret).toMatchObject({ properties: {}, withheld: 'block' });
    expect(secret.remarks.map(({ action }) => action)).toEqual(['observed', 'withheld']);
  });
});
