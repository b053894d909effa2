/** OTLP's `ExportLogsServiceRequest` as bytes (opentelemetry-proto v1.7.0); the numbers are its field numbers. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

type Values = Readonly<Record<string, string | number | boolean>>;

export interface LogRecord {
  /** Since 1970. */
  readonly nanos: bigint;
  readonly severity: { readonly number: number; readonly text: string };
  readonly eventName: string;
  readonly attributes: Values;
}

export function protobufLogs(
  resource: Values,
  scope: { readonly name: string; readonly version: string },
  records: readonly LogRecord[],
): Buffer {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).fork(); // ResourceLogs
  writer.tag(1, WireType.LengthDelimited).fork(); // Resource
  writeAttributes(writer, 1, resource);
  writer.join();
  writer.tag(2, WireType.LengthDelimited).fork(); // ScopeLogs
  writer.tag(1, WireType.LengthDelimited).fork(); // InstrumentationScope
  writer.tag(1, WireType.LengthDelimited).string(scope.name);
  writer.tag(2, WireType.LengthDelimited).string(scope.version);
  writer.join();
  for (const record of records) writeRecord(writer, record);
  return Buffer.from(writer.join().join().finish());
}

function writeRecord(writer: BinaryWriter, { nanos, severity, eventName, attributes }: LogRecord): void {
  writer.tag(2, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.Bit64).fixed64(nanos);
  writer.tag(11, WireType.Bit64).fixed64(nanos);
  writer.tag(2, WireType.Varint).int32(severity.number);
  writer.tag(3, WireType.LengthDelimited).string(severity.text);
  writeAttributes(writer, 6, attributes);
  writer.tag(12, WireType.LengthDelimited).string(eventName);
  writer.join();
}

function writeAttributes(writer: BinaryWriter, field: number, values: Values): void {
  for (const [key, value] of Object.entries(values)) {
    writer.tag(field, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(key);
    writer.tag(2, WireType.LengthDelimited).fork();
    writeValue(writer, value);
    writer.join().join();
  }
}

function writeValue(writer: BinaryWriter, value: string | number | boolean): void {
  if (typeof value === 'string') writer.tag(1, WireType.LengthDelimited).string(value);
  else if (typeof value === 'boolean') writer.tag(2, WireType.Varint).bool(value);
  else if (Number.isInteger(value)) writer.tag(3, WireType.Varint).int64(value);
  else writer.tag(4, WireType.Bit64).double(value);
}
