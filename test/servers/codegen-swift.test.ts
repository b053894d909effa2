/**
 * Generated Swift, read by the grammar of tree-sitter: that says whether it is Swift, not whether its types agree. There is no
 * compiler for it here. `scripts/codegen-tools.mjs` brings the grammar.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNaughtyCode } from '../codegen-naughty.ts';
import { createProject, readExample, readGolden, runTool } from '../codegen-project.ts';
import type { CodegenProject } from '../codegen-project.ts';

const TOOLS = fileURLToPath(new URL('../../node_modules/.cache/codegen/', import.meta.url));
const project: CodegenProject = createProject();
afterAll(() => project.remove());

/** Prints the number of the line of everything that is not Swift. */
const READER = `import sys

import tree_sitter_swift
from tree_sitter import Language, Parser


def show(node):
    if node.type == "ERROR" or node.is_missing:
        print(f"line {node.start_point[0] + 1}")
    for child in node.children:
        show(child)


with open(sys.argv[1], "rb") as file:
    show(Parser(Language(tree_sitter_swift.language())).parse(file.read()).root_node)
`;

async function faultsOf(text: string): Promise<string> {
  project.write('Read.swift', text);
  const python = join(TOOLS, 'python', 'bin', 'python');
  const { code, output } = await runTool(python, ['read.py', 'Read.swift'], project.directory);
  expect(code).toBe(0);
  return output;
}

beforeAll(() => {
  if (!existsSync(join(TOOLS, 'python.done'))) throw new Error('Run node scripts/codegen-tools.mjs first.');
  project.write('read.py', READER);
});

describe('Swift', () => {
  it('is Swift', async () => {
    expect(await faultsOf(readGolden('swift/plain/Telemetry.swift'))).toBe('');
  });

  it('is Swift with naughty strings as names, values and descriptions', async () => {
    expect(await faultsOf(writeNaughtyCode('swift', 'plain'))).toBe('');
  });

  it.each(['// before', '// after', 'import Segment'])('is Swift in the document: %s', async (first) => {
    expect(await faultsOf(`${first}\n${readExample('swift', first)}`)).toBe('');
  });

  it.each(['enum A { case a = }', 'enum A: String { case a = "a" b" }', 'func a( {'])(
    'would not be: %s',
    async (text) => {
      expect(await faultsOf(text)).toContain('line 1');
    },
  );
});
