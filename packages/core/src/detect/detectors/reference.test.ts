import { describe, expect, it } from 'vitest';
import { isExample, isReference } from './reference.ts';

describe('isReference', () => {
  it.each([
    'process.env.API_KEY',
    'os.environ["KEY2"]',
    'config.database.password;',
    'props.token1',
    'auth.getToken(',
    'Keys::read("main")',
    'getpass()',
    'op://vault1/item/field',
    'vault:secret/data/app1#token',
    'aws-secretsmanager://prod/db1',
    'arn:aws:secretsmanager:eu-west-1:000000000000:secret:app',
    'projects/p1/secrets/s2/versions/3',
    '@Value(',
    '!Ref',
    'ENC[AES256_GCM,data:Zm9v]',
    '/etc/app/key.pem',
    './keys/app',
    '~/.ssh/id_ed25519',
  ])('knows %s', (value) => {
    expect(isReference(value)).toBe(true);
  });

  it.each([
    'hunter2',
    'Password(1)',
    '/9j4AAQSkZJRgABAQ==',
    'environment-7f3Kq9',
    'correct.horse.battery',
    '!Refugee7',
    '@Val1dPassword',
    'vaulted:7f3Kq9',
    'k3y(9asd!8f7$q',
  ])('leaves %s', (value) => {
    expect(isReference(value)).toBe(false);
  });
});

describe('isExample', () => {
  it.each(['fake-access-token-1', 'test_token_123', 'CLIENT_SECRET_1', 'sha256(seed1)', 'token_urlsafe(32)'])(
    'knows %s',
    (value) => {
      expect(isExample(value)).toBe(true);
    },
  );

  it.each([
    'test123',
    'sk_test_0a1b2c3d4e5f',
    'ABCD-EFGH-1234',
    'ZX81_QL48',
    'k3y(9asd!8f7$q)',
    'latest-token-9f8e7d',
  ])('leaves %s', (value) => {
    expect(isExample(value)).toBe(false);
  });
});
