import { Duration } from 'aws-cdk-lib';

// From when on somebody is woken, and why not earlier.

/** In how many of how many periods a threshold is reached. */
export interface AlarmPeriods {
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
}

/**
 * Runs of the collector in a row without a bar. One is no lull: it asks for five minutes of ten companies. But the next run asks
 * for the same minutes again, so what fails once heals by itself.
 */
export const RUNS_WITHOUT_BARS: AlarmPeriods = { datapointsToAlarm: 2, evaluationPeriods: 2 };

/**
 * How far a reader of the stream may be behind. A minute is usual, since readers gather that long, and a queue that refuses for
 * ten minutes is outlasted without harm. The stream forgets nothing for a day: 23 hours are left to act.
 */
export const READER_BEHIND = Duration.minutes(30);

/**
 * How old the oldest record may be that Firehose holds. It gathers for a minute; what it cannot write it tries again for a day,
 * then it is lost.
 */
export const DELIVERY_AGE = Duration.minutes(15);

/**
 * How long the oldest message of the queue of logs may wait. Its unreadable lines are tried three times, six minutes apart, before
 * they go to the dead letters, and good ones wait with them.
 */
export const QUEUE_AGE = Duration.minutes(30);

/** Every dead letter is somebody's work, and so is every record in quarantine. */
export const LOST_RECORDS = 1;

/** Over what errors and throttles are counted. */
export const FAILURE_PERIOD = Duration.minutes(5);
export const FAILURES = 1;

/**
 * Periods with a failure that wake somebody, and of how many: whoever invokes these functions, or puts onto the stream, tries again,
 * so only what comes back is worth it.
 */
export const RECURRING: AlarmPeriods = { datapointsToAlarm: 2, evaluationPeriods: 3 };
/** Firehose tries at once and three times, then the batch lies in quarantine. */
export const ONCE: AlarmPeriods = { datapointsToAlarm: 1, evaluationPeriods: 1 };
/** Ages are slow: two looks, so that one late datum wakes nobody. */
export const LASTING: AlarmPeriods = { datapointsToAlarm: 2, evaluationPeriods: 2 };
