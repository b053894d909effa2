/** Which names say that their value is a secret of a program, by the words of the name. */
import { hasWord } from './name-words.ts';
import { PROVIDERS } from './providers.ts';

/** What makes a name secret. Two words joined stand for two neighbours. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'secret',
  'secrets',
  'token',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'authkey',
  'licensekey',
  'licencekey',
  'encryptionkey',
  'signingkey',
  'masterkey',
  'accountkey',
  'sharedkey',
  'presharedkey',
  'servicekey',
  'deploykey',
  'streamkey',
  'adminkey',
  'serverkey',
  'querykey',
  'insertkey',
  'unsealkey',
  'integrationkey',
  'routingkey',
  'authtoken',
  'accesstoken',
  'credential',
  'credentials',
  'creds',
  'auth',
  'authorization',
  'bearer',
  'passphrase',
  'password',
  'passwd',
  'pwd',
  'clientsecret',
  'appsecret',
  'pat',
  'jwt',
  'seckey',
]);
const KEY_WORDS: ReadonlySet<string> = new Set(['key', 'api', 'login', 'access', 'webhook', 'sk']);

/** What takes it back: identifiers, public halves, page cursors, storage and properties of a secret. */
const HARMLESS_WORDS: ReadonlySet<string> = new Set([
  'public',
  'publishable',
  'pub',
  'pubkey',
  'publickey',
  'anon',
  'write',
  'writekey',
  'site',
  'sitekey',
  'cache',
  'cachekey',
  'primary',
  'foreign',
  'sort',
  'dedup',
  'dedupe',
  'deduplication',
  'aggregate',
  'aggregation',
  'grouping',
  'dependencies',
  'surrogate',
  'shard',
  'row',
  'record',
  'lookup',
  'partition',
  'object',
  'idempotency',
  'index',
  'trace',
  'request',
  'correlation',
  'accessor',
  'accessibility',
  'page',
  'next',
  'cursor',
  'continuation',
  'type',
  'count',
  'expires',
  'expiry',
  'name',
  'path',
  'file',
  'url',
  'uri',
  'hash',
  'checksum',
  'sha',
  'md',
  'etag',
  'commit',
  'digest',
  'version',
  'integrity',
  'fingerprint',
  'resolution',
  'image',
  'class',
  'translation',
  'label',
  'title',
  'color',
  'style',
  'metadata',
  'arn',
  'keyword',
]);

/** As the last word: the value only refers to a thing. */
const IDENTIFIER_WORDS: ReadonlySet<string> = new Set(['id', 'ids', 'uid', 'uuid', 'user', 'username']);

/** Names that say nothing about their value; what stands before them does. */
const EMPTY_WORDS: ReadonlySet<string> = new Set([
  'string',
  'str',
  'value',
  'default',
  'is',
  'const',
  'char',
  'byte',
]);

/** How sure a name is: 2 where it says secret, 1 where it names a provider or some key, 0 where it says nothing. */
export function secrecy(words: readonly string[]): 0 | 1 | 2 {
  const told = withoutEmpty(words);
  if (hasWord(told, HARMLESS_WORDS, 2) || hasWord(told, IDENTIFIER_WORDS, 1)) return 0;
  if (hasWord(told, SECRET_WORDS, 3)) return 2;
  if (hasWord(told, KEY_WORDS, 3) && hasWord(told, PROVIDERS, 5)) return 2;
  return hasWord(told, PROVIDERS, 1) || hasWord(told, KEY_WORDS, 1) ? 1 : 0;
}

function withoutEmpty(words: readonly string[]): readonly string[] {
  let count = words.length;
  while (count > 0 && EMPTY_WORDS.has(words[count - 1] ?? '')) count--;
  return words.slice(0, count);
}
