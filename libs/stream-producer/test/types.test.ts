import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Bar, MarketRecord } from '@tickerlake/record-schema';
import { describe, expectTypeOf, it } from 'vitest';
import {
  type Account,
  createFirehoseSink,
  createKinesisSink,
  createMemorySink,
  createProducer,
  type KinesisSink,
  type Producer,
  type ProducerOptions,
  type RawEntry,
  type Rejection,
  type Sink,
  type StreamProducerError,
} from '../src/index.ts';

describe('types', () => {
  it('take market records and raw entries, and nothing else', () => {
    expectTypeOf<Producer['put']>().parameter(0).toEqualTypeOf<MarketRecord | RawEntry>();
    expectTypeOf<Bar>().toExtend<Parameters<Producer['put']>[0]>();
    const wrong = async (producer: Producer) => {
      // @ts-expect-error a text has no key
      await producer.put('{"name":"DDOG"}');
      // @ts-expect-error an entry needs its key
      await producer.put({ data: new Uint8Array() });
      // @ts-expect-error a bar needs its low
      await producer.put({ name: 'DDOG', ts: '2020-05-13 09:30:00-04:00', high: 1 });
    };
    expectTypeOf(wrong).toBeFunction();
  });

  it('give accounts whose rejections carry the record and a reason that knows whether to try again', () => {
    expectTypeOf<Producer['flush']>().returns.resolves.toEqualTypeOf<Account>();
    expectTypeOf<Producer['close']>().returns.resolves.toEqualTypeOf<Account>();
    expectTypeOf<Account['rejected']>().toEqualTypeOf<readonly Rejection[]>();
    expectTypeOf<Rejection['entry']>().toEqualTypeOf<RawEntry>();
    expectTypeOf<Rejection['reason']>().toEqualTypeOf<StreamProducerError>();
    expectTypeOf<StreamProducerError['retriable']>().toEqualTypeOf<boolean>();
  });

  it('accept the clients of the SDK, and sinks of the same shape', () => {
    const make = () => [
      createKinesisSink({ streamName: 's', client: new KinesisClient({}) }),
      createFirehoseSink({ deliveryStreamName: 'd', client: new FirehoseClient({}) }),
      createMemorySink(),
    ];
    expectTypeOf(make).returns.toExtend<Sink[]>();
    expectTypeOf(createKinesisSink).returns.toEqualTypeOf<KinesisSink>();
  });

  it('refuse options that do not exist and clients of another service', () => {
    const wrong = (sink: Sink) => {
      // @ts-expect-error misspelt
      createProducer({ sink, lingerMS: 5 });
      // @ts-expect-error no sink
      createProducer({});
      // @ts-expect-error the stream has no name
      createKinesisSink({ region: 'us-east-1' });
      // @ts-expect-error Firehose's client cannot put onto a stream
      createKinesisSink({ streamName: 's', client: new FirehoseClient({}) });
      // @ts-expect-error an unknown fault
      createMemorySink({ faults: [{ kind: 'explode' }] });
    };
    expectTypeOf(wrong).toBeFunction();
    expectTypeOf<ProducerOptions['sink']>().toEqualTypeOf<Sink>();
  });
});
