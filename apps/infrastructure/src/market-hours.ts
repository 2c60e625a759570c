import { TimeZone } from 'aws-cdk-lib';
import { type CronOptionsWithTimezone, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Config } from './config.ts';

/** How long a bar is, and so how often bars are collected, in minutes. */
export const INTERVAL_MINUTES = { '1m': 1, '5m': 5 } as const satisfies Record<Config['interval'], number>;

/**
 * When the collector has work: New York's sessions open at 9:30 and close at 16:00 at the latest, and each is collected
 * once more as a whole 20 to 60 minutes after its close. Half days and holidays are the handler's business, which has the
 * calendar: it skips what is due while nothing trades, as it does the half hour before the open.
 */
const marketHours = (interval: Config['interval']): CronOptionsWithTimezone => ({
  minute: INTERVAL_MINUTES[interval] === 1 ? '*' : `0/${INTERVAL_MINUTES[interval]}`,
  hour: '9-16',
  weekDay: 'MON-FRI',
  // Scheduler moves with daylight saving time, so that the handler's calendar and the schedule never disagree.
  timeZone: TimeZone.AMERICA_NEW_YORK,
});

export const marketHoursSchedule = (interval: Config['interval']): ScheduleExpression =>
  ScheduleExpression.cron(marketHours(interval));
