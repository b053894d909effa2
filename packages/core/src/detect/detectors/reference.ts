/** Tells what only points to a secret, in programs, files of settings and stores of secrets, from the secret. */

/** What programs, pipelines and templates read a value from, as the first part of `process.env.TOKEN`, `var.token`. */
const SOURCES: ReadonlySet<string> = new Set(
  (
    'process env os system secrets var vars local data module config configuration conf cfg settings options opts ' +
    'params props this self args request req ctx context values inputs steps github import deno bun rails app'
  ).split(' '),
);
const MEMBER = /^([a-z]+)(?:\.|\[['"]?)[a-z_]\w*(?:[.[(\]'"]\S*)?[;,]?$/iu;
/** Functions of members with any arguments, and others with none or cut off before them. */
const CALL = /^[a-z_$]+(?:(?:\.|::|->)[a-z_$]+)+\(|^[a-z_$]+\(\)?;?$/iu;
/** Schemes of stores of secrets and of files, with a colon behind them. In lower case. */
const STORES =
  /^(?:op|vault|file|env|ref|secretref|ssm|bws?|akv|azkv|awssm|keyring|keyvault|key-vault|azurekeyvault|ref\+[a-z\d]+|(?:aws|gcp|azure)-?(?:sm|ssm|secretsmanager|secretmanager|secrets|kms)|secretsmanager|secretmanager):/u;
/**
 * Names in AWS and Google Cloud, annotations of Java and Azure, tags of YAML, values that are encrypted (SOPS, Jasypt),
 * and files by their endings.
 */
const POINTERS: readonly RegExp[] = [
  /^arn:[a-z\d-]*:/u,
  /^projects\/[\w-]+\/secrets\//u,
  /^@[a-z][a-z.]*\(/u,
  /^!(?:vault|ref|sub|getatt|secret|env|include)$/u,
  /^enc[[(]/u,
  /^(?:~|\.\.?)\/|^\/[\w.-]+(?:\/[\w.-]+)*\.[a-z]{2,5}\d?$/u,
];

/** Patterns that `isReference` uses, for the detectors that do. */
export const REFERENCE_PATTERNS: readonly RegExp[] = [MEMBER, CALL, STORES, ...POINTERS];

/** Whether the value is a piece of a program or the place of a secret: `process.env.TOKEN`, `op://vault/item`, `/etc/app/key.pem`. */
export function isReference(value: string): boolean {
  const [found, source = ''] = MEMBER.exec(value) ?? [];
  if (found !== undefined && SOURCES.has(source.toLowerCase())) return true;
  if (CALL.test(value)) return true;
  const lowered = value.toLowerCase();
  return STORES.test(lowered) || POINTERS.some((pointer) => pointer.test(lowered));
}

/** Words one of which a phrase has that stands for a secret in tests and documents. */
const EXAMPLE_WORDS: ReadonlySet<string> = new Set(
  'fake test tests testing example sample dummy mock stub foo changeme change your my some here placeholder'.split(
    ' ',
  ),
);
const CONSTANT_WORDS: ReadonlySet<string> = new Set(
  'key secret token password credential credentials'.split(' '),
);
const PHRASE = /^[a-z]+(?:[-_.][a-z]+)*[-_.]?\d{0,4}$/iu;
const CONSTANT = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/u;
const COMPUTED = /^[a-z_$][\w$]*\([\w\s,.'"-]*\)?;?$/iu;

/** Patterns that `isExample` uses. */
export const EXAMPLE_PATTERNS: readonly RegExp[] = [PHRASE, CONSTANT, COMPUTED];

/**
 * Whether a value that should be a key is a phrase of a test (`fake-access-token-1`), the name of a constant
 * (`CLIENT_SECRET_1`), or computed (`sha256(seed1)`). Passwords may look like all of these.
 */
export function isExample(value: string): boolean {
  if (COMPUTED.test(value)) return true;
  const words = value
    .toLowerCase()
    .split(/[-_.\d]+/u)
    .filter(Boolean);
  if (CONSTANT.test(value)) return words.some((word) => CONSTANT_WORDS.has(word));
  return words.length > 1 && PHRASE.test(value) && words.some((word) => EXAMPLE_WORDS.has(word));
}
