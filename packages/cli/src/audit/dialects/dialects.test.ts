import { describe, expect, it } from 'vitest';
import { openRecord } from './index.ts';

type Record = Parameters<typeof openRecord>[0];

function check(
  record: Record,
  expected: readonly [format: string, name: string | null, time: string | null][],
): void {
  const opened = openRecord(record, 'json').map(({ format, name, time }) => [
    format,
    name,
    time === null ? null : new Date(time).toISOString().slice(0, 19),
  ]);
  expect(opened).toEqual(expected);
}

describe('a record is read in the words of', () => {
  it('Mixpanel', () =>
    check({ event: 'Signed Up', properties: { time: 1764028800, distinct_id: 'd1' } }, [
      ['mixpanel', 'Signed Up', '2025-11-25T00:00:00'],
    ]));
  it('Amplitude', () =>
    check({ event_type: 'open', event_time: '2026-03-02 10:00:00.123000', amplitude_id: 1 }, [
      ['amplitude', 'open', '2026-03-02T10:00:00'],
    ]));
  it('Segment', () =>
    check({ type: 'track', event: 'Paid', messageId: 'm', timestamp: '2026-03-02T10:00:00.000Z' }, [
      ['segment', 'Paid', '2026-03-02T10:00:00'],
    ]));
  it('HAR', () =>
    check({ startedDateTime: '2026-03-02T10:00:00+01:00', request: { method: 'GET' } }, [
      ['har', 'request', '2026-03-02T09:00:00'],
    ]));
  it('nobody', () => {
    check({ event: 'x', ts: '2026-03-02' }, [['json', 'x', '2026-03-02T00:00:00']]);
    check({ ts: 'soon', n: 1 }, [['json', null, null]]);
    check('text', [['json', null, null]]);
  });
});

describe('what holds many', () => {
  it('is opened, and what stands around it is one more', () =>
    check({ batch: [{ event: 'a' }, { event: 'b' }], sentAt: 'x' }, [
      ['json', 'a', null],
      ['json', 'b', null],
      ['json', null, null],
    ]));

  it('OTLP gives records with attributes as members', () => {
    const request = {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
          scopeSpans: [
            {
              spans: [
                {
                  name: 'GET /',
                  startTimeUnixNano: '1764028800000000000',
                  attributes: [
                    { key: 'enduser.id', value: { stringValue: 'u' } },
                    { key: 'ok', value: { boolValue: false } },
                    { key: 'tags', value: { arrayValue: { values: [{ intValue: '7' }] } } },
                  ],
                },
                { name: 'second', startTimeUnixNano: '1764028801000000000' },
              ],
            },
          ],
        },
      ],
    };
    const opened = openRecord(request, 'json');
    expect(opened.map(({ name }) => name)).toEqual(['GET /', 'second']);
    expect(opened[0]?.event).toMatchObject({
      resource: { attributes: { 'service.name': 'shop' } },
      attributes: { 'enduser.id': 'u', ok: false, tags: ['7'] },
    });
  });

  it('HAR entries have headers as members, and JSON bodies opened', () => {
    const [opened] = openRecord(
      {
        startedDateTime: '2026-03-02',
        request: {
          method: 'POST',
          headers: [
            { name: 'cookie', value: 'a=1' },
            { name: 'x', value: '1' },
            { name: 'x', value: '2' },
          ],
          postData: { text: '{"user":{"mail":"m"}}' },
        },
      },
      'json',
    );
    expect(opened?.event).toMatchObject({
      request: { headers: { cookie: 'a=1', x: ['1', '2'] }, postData: { text: { user: { mail: 'm' } } } },
    });
  });
});
