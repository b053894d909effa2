/** The commands of docs/quarantine.md, run in their order; what they print is what the page shows, but for digests, times and bytes. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { QuarantineAnswer } from '@headgate/api';
import { SEQUENCE, eventFile, startQuarantineGateway } from './quarantine-gateway.ts';
import type { QuarantineGateway } from './quarantine-gateway.ts';

interface Block {
  readonly command: string;
  /** Lines that it prints. */
  readonly printed: readonly string[];
}

const PAGE = readFileSync(new URL('../docs/quarantine.md', import.meta.url), 'utf8');
const BLOCKS = [...PAGE.matchAll(/^```console\n\$ (?<command>.+)\n(?<printed>[^]*?)^```$/gm)].map(
  ({ groups }): Block => ({
    command: groups?.['command'] ?? '',
    printed: (groups?.['printed'] ?? '').trimEnd().split('\n'),
  }),
);
const COUPON = {
  name: 'coupon',
  schema: '{ type: string, maxLength: 20, x-headgate: { categories: [user.behavior], free_text: false } }',
};

let gateway: QuarantineGateway;
beforeAll(async () => {
  gateway = await startQuarantineGateway();
  for (const [sequence, event] of ['Searched', 'Wished', 'Searched', 'Wished', 'Searched'].entries()) {
    const own = event === 'Searched' ? { coupon: 'SPRING' } : {};
    await gateway.send({ event, properties: { sequence, ...own } });
  }
}, 60_000);
afterAll(() => gateway.close());

function comparable(line: string): string {
  return line
    .replaceAll(/[0-9a-f]{16}/g, 'SHAPE')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, 'TIME')
    .replaceAll(/[\d,]+ of 268,435,456 bytes/g, 'BYTES')
    .replaceAll(/ {2,}/g, '  ');
}

it('the page shows what its commands print', async () => {
  const { shapes } = JSON.parse(await gateway.admin('/v1/quarantine')) as QuarantineAnswer;
  const told = [...new Set(PAGE.match(/\b[0-9a-f]{16}\b/g))];
  expect([told.length, BLOCKS.length]).toEqual([shapes.length, 4]);
  for (const { command, printed } of BLOCKS) {
    if (command.includes(' replay ')) {
      gateway.writePlan('events/searched.yaml', eventFile('Searched', [SEQUENCE, COUPON]));
      await gateway.admin('/v1/plan/reload', { method: 'POST', body: '{}' });
    }
    const args = command.split(' ').slice(1);
    const { stdout, stderr } = await gateway.run(
      ...args.map((arg) => shapes[told.indexOf(arg)]?.shape ?? arg),
    );
    const [data, all] = [stdout, `${stdout}${stderr}`].map((text) =>
      text.trimEnd().split('\n').map(comparable),
    );
    const shown = printed.map(comparable);
    expect(shown.filter((line) => data?.includes(line))).toEqual(data);
    expect(shown.filter((line) => all?.includes(line) === false)).toEqual([]);
  }
  await gateway.settled();
  expect(gateway.got.map(({ properties }) => properties['sequence'])).toEqual([0, 2, 4]);
}, 60_000);
