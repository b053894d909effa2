/**
 * How deep the values of a request lie: arrays and objects from the root of the JSON form to the object that is the
 * `AnyValue`, itself included. The protobuf form is measured by the same numbers, so that a request is taken or refused
 * whichever form it has.
 */
export const DEPTHS = {
  /** `{ resourceLogs: [{ resource: { attributes: [{ value: {` */
  resource: 7,
  /** `{ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: {` */
  body: 8,
  /** `{ resourceLogs: [{ scopeLogs: [{ scope: { attributes: [{ value: {` */
  scope: 9,
  /** `{ resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes: [{ value: {` */
  record: 10,
  /** `{ resourceSpans: [{ scopeSpans: [{ spans: [{ events: [{ attributes: [{ value: {` */
  part: 12,
  /** From a value to the list in it: `arrayValue: { values: [` */
  emptyList: 2,
  /** From a value to an item: `arrayValue: { values: [{` */
  item: 3,
  /** From a value to the value of a key in it: `kvlistValue: { values: [{ value: {` */
  pair: 4,
} as const;
