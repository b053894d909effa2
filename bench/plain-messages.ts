/** Orders in the words of the protocols that no vendor's SDK speaks: CloudEvents and GA4's Measurement Protocol. */
import type { BenchRequest } from './load.ts';
import { BEARER, JSON_TYPE, isoTime, orders, request } from './order-request.ts';
import { WRITE_KEY, orderAt } from './shop.ts';

/** One client a request, whose user agent and address stand beside the events. */
export function ga4Collect(from: number, count: number): BenchRequest {
  const { userId, anonymousId, ip, userAgent } = orderAt(from);
  const events = orders(from, count, ({ time, fields, pageUrl }) => ({
    name: 'Order Completed',
    timestamp_micros: time * 1000,
    params: { ...fields, page_location: pageUrl, session_id: '1767323045', engagement_time_msec: 100 },
  }));
  const body = { client_id: anonymousId, user_id: userId, ip_override: ip, user_agent: userAgent, events };
  return request(
    `/mp/collect?measurement_id=G-SHOP&api_secret=${WRITE_KEY}`,
    JSON_TYPE,
    JSON.stringify(body),
  );
}

export function cloudeventsBatch(from: number, count: number): BenchRequest {
  const events = orders(from, count, (order) => ({
    specversion: '1.0',
    id: order.id,
    source: 'https://shop.example/orders',
    type: 'Order Completed',
    time: isoTime(order),
    datacontenttype: 'application/json',
    userid: order.userId,
    anonymousid: order.anonymousId,
    ipaddress: order.ip,
    useragent: order.userAgent,
    data: order.fields,
  }));
  const headers = { ...BEARER, 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };
  return request('/cloudevents', headers, JSON.stringify(events));
}
