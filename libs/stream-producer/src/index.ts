export type { Account, Rejection } from './account.ts';
export {
  AbortedError,
  EntryRefusedError,
  InvalidOptionError,
  InvalidPartitionKeyError,
  ProducerClosedError,
  ProducerStoppedError,
  RecordTooLargeError,
  RequestFailedError,
  StreamProducerError,
} from './errors.ts';
export { createFirehoseSink, type FirehosePutClient, type FirehoseSinkOptions } from './firehose-sink.ts';
export type { KinesisPutClient } from './kinesis-client.ts';
export { createKinesisSink, type KinesisSink, type KinesisSinkOptions } from './kinesis-sink.ts';
export { aggregate, type DeaggregatedEntry, deaggregate } from './kpl-codec.ts';
export {
  createMemorySink,
  type MemoryFault,
  type MemoryRequest,
  type MemorySink,
  type MemorySinkOptions,
} from './memory-sink.ts';
export { createProducer, Producer } from './producer.ts';
export type { ProducerOptions, SetTimer } from './producer-options.ts';
export type { RawEntry } from './raw-entry.ts';
export type { RequestReport } from './request-report.ts';
export type { Entry, EntryRefusal, EntryResult, OutgoingRecord, Placement, Sink, SinkLimits } from './sink.ts';
