import { describe, expect, it } from 'vitest';
import { openRecord } from './index.ts';

function opened(record: Parameters<typeof openRecord>[0]): unknown {
  return openRecord(record, 'json').map(({ format, name, time }) => [
    format,
    name,
    time === null ? null : new Date(time).toISOString().slice(0, 19),
  ]);
}

describe('a record is read in the words of', () => {
  it('Mixpanel', () =>
    expect(opened({ event: 'Signed Up', properties: { time: 1764028800, distinct_id: 'd1' } })).toEqual([
      ['mixpanel', 'Signed Up', '2025-11-25T00:00:00'],
    ]));
  it('Amplitude', () =>
    expect(opened({ event_type: 'open', event_time: '2026-03-02 10:00:00.123000', amplitude_id: 1 })).toEqual(
      [['amplitude', 'open', '2026-03-02T10:00:00']],
    ));
  it('Segment', () =>
    expect(
      opened({ type: 'track', event: 'Paid', messageId: 'm', timestamp: '2026-03-02T10:00:00.000Z' }),
    ).toEqual([['segment', 'Paid', '2026-03-02T10:00:00']]));
  it('HAR', () =>
    expect(opened({ startedDateTime: '2026-03-02T10:00:00+01:00', request: { method: 'GET' } })).toEqual([
      ['har', 'request', '2026-03-02T09:00:00'],
    ]));
  it('nobody', () => {
    expect(opened({ event: 'x', ts: '2026-03-02' })).toEqual([['json', 'x', '2026-03-02T00:00:00']]);
    expect(opened({ ts: 'soon', n: 1 })).toEqual([['json', null, null]]);
    expect(opened('text')).toEqual([['json', null, null]]);
  });
});

const attribute = (value: string) => ({ key: 'k', value: { stringValue: value } });

describe('OTLP loses nothing', () => {
  it('of attributes with one key', () => {
    const span = { startTimeUnixNano: '1', attributes: [attribute('first'), attribute('last')] };
    expect(
      JSON.stringify(openRecord({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }, 'json')),
    ).toMatch(/first.*last/);
  });

  it('of a resource without records', () => {
    const resource = { attributes: [attribute('alone')] };
    expect(openRecord({ resourceLogs: [{ resource, scopeLogs: [] }] }, 'json')).toMatchObject([
      { event: { resource: { attributes: { k: 'alone' } } } },
    ]);
  });
});

describe('what holds many', () => {
  it('is opened, and what stands around it is one more', () =>
    expect(opened({ batch: [{ event: 'a' }, { event: 'b' }], sentAt: 'x' })).toEqual([
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
    const records = openRecord(request, 'json');
    expect(records.map(({ name }) => name)).toEqual(['GET /', 'second']);
    expect(records[0]?.event).toMatchObject({
      resource: { attributes: { 'service.name': 'shop' } },
      attributes: { 'enduser.id': 'u', ok: false, tags: ['7'] },
    });
  });

  it('HAR entries have headers as members, and JSON bodies opened', () => {
    const [record] = openRecord(
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
    expect(record?.event).toMatchObject({
      request: { headers: { cookie: 'a=1', x: ['1', '2'] }, postData: { text: { user: { mail: 'm' } } } },
    });
  });
});
