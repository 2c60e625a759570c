export type { Clock } from './clock.ts';
export type { ObjectCounts, PutCounts, StageCounts } from './counts.ts';
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
export type {
  BucketOptions,
  DeliveryStreamOptions,
  FunctionOptions,
  LocalCloudOptions,
  StreamOptions,
} from './options.ts';
