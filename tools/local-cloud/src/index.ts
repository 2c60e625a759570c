export type { Clock } from './clock.ts';
export type {
  CloudCounts,
  FunctionCounts,
  ObjectCounts,
  PutCounts,
  QueueCounts,
  StageCounts,
  TopicCounts,
} from './counts.ts';
export {
  DamagedStateError,
  DeliveryError,
  InvalidOptionsError,
  LocalCloudError,
  PortInUseError,
  StateLockedError,
  StateMismatchError,
} from './errors.ts';
export type { FaultPlan } from './faults.ts';
export { type LocalCloud, startLocalCloud } from './local-cloud.ts';
export type { MappingCounts } from './mappings/event-source-mapping.ts';
export type {
  BucketOptions,
  DeliveryStreamOptions,
  EventSourceMappingOptions,
  FunctionOptions,
  LocalCloudOptions,
  QueueOptions,
  StreamOptions,
  TopicOptions,
} from './options.ts';
