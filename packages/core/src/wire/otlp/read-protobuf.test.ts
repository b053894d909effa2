import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsEndpoint, readEvent, readRequest } from '../wire.contract.ts';
import type { WireRequest } from '../wire.ts';
import { eventOf, text } from './otlp.contract.ts';
import { otlpRequest, PROTOBUF_TYPE } from './trees.contract.ts';

const { Bit64, EndGroup, LengthDelimited, StartGroup, Varint } = WireType;

const bytesOf = (write: (writer: BinaryWriter) => BinaryWriter): WireRequest =>
  otlpRequest('/v1/logs', write(new BinaryWriter()).finish(), PROTOBUF_TYPE);
const record = (write: (writer: BinaryWriter) => BinaryWriter): WireRequest =>
  bytesOf((writer) => {
    const inner = writer
      .tag(1, LengthDelimited)
      .fork()
      .tag(2, LengthDelimited)
      .fork()
      .tag(2, LengthDelimited)
      .fork();
    return write(inner).join().join().join();
  });

describe('protobuf', () => {
  it('takes the last of a field that comes twice, and joins resources', () => {
    const twice = record((writer) =>
      writer.tag(12, LengthDelimited).string('first').tag(12, LengthDelimited).string('last'),
    );
    expect(readEvent(twice).name).toBe('last');
    const resources = bytesOf((writer) => {
      writer.tag(1, LengthDelimited).fork();
      for (const name of ['service.name', 'service.version']) {
        writer
          .tag(1, LengthDelimited)
          .fork()
          .tag(1, LengthDelimited)
          .fork()
          .tag(1, LengthDelimited)
          .string(name);
        writer.tag(2, LengthDelimited).fork().tag(1, LengthDelimited).string('x').join().join().join();
      }
      return writer.tag(2, LengthDelimited).fork().tag(2, LengthDelimited).fork().join().join().join();
    });
    expect(readEvent(resources).context['app']).toEqual({ name: 'x', version: 'x' });
  });

  it('leaves out what it does not know, groups and wrong wire types included', () => {
    const strange = record((writer) =>
      writer
        .tag(99, Varint)
        .uint64(2n ** 64n - 1n)
        .tag(98, Bit64)
        .fixed64(1)
        .tag(97, StartGroup)
        .tag(1, StartGroup)
        .tag(1, EndGroup)
        .tag(97, EndGroup)
        .tag(12, Varint)
        .uint32(5)
        .tag(12, LengthDelimited)
        .string('known'),
    );
    expect(readEvent(strange).name).toBe('known');
  });

  it.each<[string, WireRequest]>([
    [
      'text that is no UTF-8',
      record((writer) => writer.tag(12, LengthDelimited).bytes(Uint8Array.of(0xc3, 0x28))),
    ],
    [
      'an overlong form of UTF-8',
      record((writer) => writer.tag(12, LengthDelimited).bytes(Uint8Array.of(0xc0, 0xaf))),
    ],
    [
      'a lone surrogate',
      record((writer) => writer.tag(12, LengthDelimited).bytes(Uint8Array.of(0xed, 0xa0, 0x80))),
    ],
    ['a field of number 0', record((writer) => writer.raw(Uint8Array.of(0x02, 0x00)))],
    ['wire type 6', record((writer) => writer.raw(Uint8Array.of(0x0e)))],
    ['the end of a group that did not begin', record((writer) => writer.raw(Uint8Array.of(0x0c)))],
    ['a group that does not end', record((writer) => writer.raw(Uint8Array.of(0x0b)))],
    [
      'a varint of eleven bytes',
      record((writer) => writer.tag(2, Varint).raw(new Uint8Array(11).fill(0x80))),
    ],
    [
      'an unknown varint of eleven bytes',
      record((writer) => writer.tag(50, Varint).raw(new Uint8Array(11).fill(0x80))),
    ],
    ['a length beyond the message', record((writer) => writer.tag(5, LengthDelimited).uint32(100))],
    ['a text beyond the message', record((writer) => writer.tag(12, LengthDelimited).uint32(1))],
    ['a length of 4 GB', record((writer) => writer.tag(6, LengthDelimited).uint32(0xffffffff))],
    ['half a number', record((writer) => writer.tag(1, Bit64).fixed32(1))],
  ])('with %s is refused', (_name, request) => {
    expect(() => readRequest(request)).toThrow('bad-encoding');
  });

  it('reads a name again only where all of its bytes are the same', () => {
    const names = ['axa', 'aya', 'axb', 'bxa'];
    const { properties } = eventOf({ attributes: names.map((name) => [name, text(name)] as const) });
    expect(properties).toEqual(Object.fromEntries(names.map((name) => [name, name])));
  });
});

describe('any bytes', () => {
  it('are opened or refused, and what is opened is decoded', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((given) => new TextEncoder().encode(given)),
    );
    fc.assert(
      fc.property(bytes, fc.constantFrom('/v1/logs', '/v1/traces'), fc.string(), (given, path, type) => {
        const opened = eventsEndpoint(path).open(otlpRequest(path, given, type), {
          depthMax: 20,
          eventsMax: 20,
        });
        expect(['opened', 'refused']).toContain(opened.kind);
      }),
      { numRuns: 1000 },
    );
  });
});
