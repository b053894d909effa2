/**
 * Fetches Apache Kafka from Maven Central into `node_modules/.cache/kafka/<version>`, for the suite in `test/servers/`.
 * Needs a Java runtime of 17 or newer, and Maven. Does nothing when it is there. The last line is the directory.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const VERSION = '4.1.0';
const directory = join(root, 'node_modules', '.cache', 'kafka', VERSION);
// Renamed at the end, so that what broke off is never taken for the whole.
const partial = `${directory}.part`;

const PROJECT = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>headgate</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
  </dependencies>
</project>
`;

if (!existsSync(directory)) {
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'pom.xml'), PROJECT);
  const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime'];
  const fetched = spawnSync('mvn', [...goal, `-DoutputDirectory=${partial}`], {
    cwd: partial,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 600_000,
  });
  if (fetched.status !== 0) {
    process.stderr.write('Kafka could not be fetched: is Maven installed?\n');
    process.exit(1);
  }
  renameSync(partial, directory);
}
process.stdout.write(`${directory}\n`);
