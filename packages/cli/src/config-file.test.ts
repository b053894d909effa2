import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../test/headgate-process.ts';

const PLAN = fileURLToPath(new URL('../../../packages/cli/demo/plan', import.meta.url));
let directory = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-config-'));
  await cp(PLAN, join(directory, 'telemetry'), { recursive: true });
  writeFileSync(
    join(directory, 'headgate.yaml'),
    `plan: ./telemetry/plan.yaml
sources: { web: { environment: production, write_key: env:WEB_KEY } }
vendors: { mixpanel: { production: { project_id: '1', service_account: a, secret: env:SECRET, token: env:TOKEN } } }
`,
  );
  writeFileSync(join(directory, 'broken.yaml'), 'sources: [web\nvendors: {\n');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(args: readonly string[], variables = {}): Promise<EndedHeadgate> {
  return startHeadgate(directory, args, variables).ended;
}

describe('a configuration', () => {
  it('is told of whole, secrets of vendors too where write keys cannot be read', async () => {
    const { code, stdout } = await run(['config', 'validate']);
    for (const name of ['WEB_KEY', 'SECRET', 'TOKEN']) expect(stdout).toContain(`→ Set ${name}.`);
    expect(code).toBe(1);
  });

  it('that is not there, or has errors, is called by its name', async () => {
    const missing = await run(['serve', '-c', 'missing.yaml']);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toContain('there is no file missing.yaml');
    expect((await run(['serve', '-c', 'broken.yaml'])).stderr).toContain('config validate -c broken.yaml');
  });

  it('has no line for what a variable says', async () => {
    const { stdout } = await run(['config', 'validate'], { HEADGATE_SERVER__PORT: 'abc' });
    expect(stdout).toMatch(/^HEADGATE_SERVER__PORT error bad-value: /);
  });
});
