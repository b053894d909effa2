import { expect, it } from 'vitest';
import { createRefusals } from './refusals.ts';

it('counts every refusal, and logs the first at once and the rest once a minute', () => {
  const lines: unknown[] = [];
  const counted: string[] = [];
  let time = 0;
  const refusals = createRefusals({
    log: { write: (line, fields) => void lines.push([line, fields?.group, fields?.cause, fields?.count]) },
    now: () => time,
    count: (group, reason) => void counted.push(`${group} ${reason}`),
  });
  for (let at = 0; at < 5; at += 1) refusals.refused('support', 'key-out-of-time');
  refusals.refused('finance', 'no-subject');
  expect(counted).toHaveLength(6);
  expect(lines).toEqual([
    ['sealing-failing', 'support', 'key-out-of-time', 1],
    ['sealing-failing', 'finance', 'no-subject', 1],
  ]);
  time = 59_999;
  refusals.flush();
  expect(lines).toHaveLength(2);
  time = 60_000;
  refusals.flush();
  expect(lines.slice(2)).toEqual([['sealing-failing', 'support', 'key-out-of-time', 4]]);
});
