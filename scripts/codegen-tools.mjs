/**
 * Brings what compiles generated code, for the suite in `test/servers/`: into `node_modules/.cache/codegen/` a virtual
 * environment of Python (3.11 or newer) with mypy, Ruff, the vendors' SDKs and a grammar of Swift, and by Maven the compiler of
 * Kotlin and Segment's SDK for it. Does
 * nothing when they are there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const cache = join(root, 'node_modules', '.cache', 'codegen');
const PYTHON_PACKAGES = [
  'mypy==2.4.1',
  'ruff==0.17.6',
  'segment-analytics-python==2.4.0',
  'mixpanel==5.4.1',
  'posthog==7.91.1',
  'tree-sitter==0.26.1',
  'tree-sitter-swift==0.7.4',
];
const KOTLIN = 'org.jetbrains.kotlin:kotlin-compiler-embeddable:2.1.21';
const SEGMENT_FOR_KOTLIN = 'com.segment.analytics.kotlin:core:1.16.3';

let failed = false;
bring('python', 'Python, with venv and pip', (directory) => {
  run('python3', ['-m', 'venv', directory]);
  run(join(directory, 'bin', 'python'), ['-m', 'pip', 'install', '-q', ...PYTHON_PACKAGES]);
});
bring('kotlin', 'Java and Maven', (directory) => fetchJars(KOTLIN, directory));
bring('kotlin-segment', 'Java and Maven', (directory) => fetchJars(SEGMENT_FOR_KOTLIN, directory));
process.exitCode = failed ? 1 : 0;

/** What broke off is taken away, so that it is never taken for the whole. A virtual environment cannot be renamed. */
function bring(name, needs, make) {
  const directory = join(cache, name);
  const done = `${directory}.done`;
  if (existsSync(done)) return;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  try {
    make(directory);
    writeFileSync(`${done}.part`, '');
    renameSync(`${done}.part`, done);
  } catch (error) {
    failed = true;
    process.stderr.write(`${name} could not be fetched (${error.message}): is there ${needs}?\n`);
  }
}

/** A package of Maven Central with all it needs. */
function fetchJars(coordinates, directory) {
  const [group, artifact, version] = coordinates.split(':');
  const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>headgate</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'pom.xml'), project);
  run('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${directory}`], directory);
}

function run(command, args, cwd = root) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 600_000,
  });
  if (status !== 0) throw new Error(error?.message ?? `${command} ended with ${status}`);
}
