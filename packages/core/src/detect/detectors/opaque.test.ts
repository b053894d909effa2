import { describe, expect, it } from 'vitest';
import { isOpaque, isUuid } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';

describe('isOpaque', () => {
  it.each([
    '0a1b2c3d4e5f67890a1b2c3d4e5f6789',
    'Fake0Key1Not2Real3Example4',
    'aXq+7Zk/9QpLm2==',
    'Zr8tkWm5YnVb6QcXd',
    'aXqZkQpLmUyTrWvB',
    '0a1b2c3d-4e5f-6789-0a1b-2c3d4e5f6789',
  ])('takes %s for random', (text) => {
    expect(isOpaque(text)).toBe(true);
  });

  it.each([
    '',
    'accessibilityYesOptionId',
    'ReportSettings_V2B',
    'AcmeLoginKey',
    'MyServiceAccessTokenKey1V2',
    'prod-cluster-europe-2026',
    '2026-01-01',
    'two words 1a2b3c',
    '123456789012',
    'https',
    'what?a1b2c3d4',
  ])('takes %s for written', (text) => {
    expect(isOpaque(text)).toBe(false);
  });
});

describe('isUuid', () => {
  it('knows the form and nothing beside it', () => {
    expect(isUuid('0A1B2C3D-4e5f-6789-0a1b-2c3d4e5f6789')).toBe(true);
    expect(isUuid('0a1b2c3d-4e5f-6789-0a1b-2c3d4e5f678g')).toBe(false);
  });
});

describe('isPlaceholder', () => {
  it.each([
    'xxxxxxxxxxxx',
    'ABABABABABAB',
    '${TOKEN}',
    '$TOKEN',
    '{{ token }}',
    '<token>',
    '[FILTERED]',
    '%TOKEN%',
    'your-api-key',
    '0000000000',
    'a*******b',
    'xxx',
    '####',
    'AB7xxxxxx',
    '&lt;token&gt;',
    '#{ENV}',
    '$_FORM[',
  ])('knows %s', (text) => {
    expect(isPlaceholder(text, 0, text.length)).toBe(true);
  });

  it.each(['hunter2', 'maxxxx12', '0000000a1b2c3d4e5f', '$uper5ecret!', 'R0CF', 'aXq7Zk9QpLm2'])(
    'leaves %s',
    (text) => {
      expect(isPlaceholder(text, 0, text.length)).toBe(false);
    },
  );
});
