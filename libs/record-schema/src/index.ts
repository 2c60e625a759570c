export type {
  BarDropReason,
  BarFailure,
  BarFailureReason,
  BarRequest,
  BarResult,
  BarSource,
} from './bar-source.ts';
export { BAR_INTERVALS, type Bar, type BarInterval, barSchema } from './records.ts';
