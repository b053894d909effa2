/** The repository's own TypeScript, read once, with what each file imports. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

export interface SourceFile {
  /** From the repository's root, `packages/core/src/event.ts`. */
  readonly path: string;
  readonly text: string;
  /** Without comments. */
  readonly code: string;
  /** Paths of own files; `node:…` and package names for the rest. Type imports included. */
  readonly imports: readonly string[];
  readonly isTest: boolean;
}

const PACKAGES: Readonly<Record<string, string>> = {
  '@headgate/core': 'packages/core/src/index.ts',
  '@headgate/seal': 'packages/seal/src/index.ts',
  '@headgate/seal/envelope': 'packages/seal/src/envelope/index.ts',
  '@headgate/seal/trail': 'packages/seal/src/trail/index.ts',
  '@headgate/seal/vault': 'packages/seal/src/vault/index.ts',
  '@headgate/api': 'packages/api/src/index.ts',
  '@headgate/gateway': 'packages/gateway/src/index.ts',
  '@headgate/sdk': 'packages/sdk/src/index.ts',
  '@headgate/sdk/node': 'packages/sdk/src/node.ts',
  '@headgate/sdk/privacy': 'packages/sdk/src/privacy/index.ts',
  '@headgate/sdk/seal': 'packages/sdk/src/seal/index.ts',
  '@headgate/sdk/overlay': 'packages/sdk/src/overlay/index.ts',
};

export function readSourceFiles(): SourceFile[] {
  return globSync('packages/*/src/**/*.{ts,tsx}', { cwd: repository }).map((path) => {
    const text = readFileSync(join(repository, path), 'utf8');
    const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const specifiers = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
      (match) => match[1] ?? '',
    );
    return { path, text, code, imports: specifiers.map((each) => resolve(path, each)), isTest: isTest(path) };
  });
}

function isTest(path: string): boolean {
  return /\.(?:test|contract)\.tsx?$/.test(path) || path.includes('/fixtures/');
}

function resolve(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return PACKAGES[specifier] ?? specifier;
  return relative(repository, join(repository, dirname(path), specifier));
}
