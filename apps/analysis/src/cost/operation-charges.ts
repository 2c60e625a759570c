import {
  ALARM_METRICS,
  CRAWL_DPUS,
  CRAWL_EVERY_DAYS,
  DASHBOARDS,
  FUNCTION_METRICS,
  KEYS,
  LOGGED_BYTES,
  SCHEDULED_HOURS,
} from './assumptions.ts';
import { CRAWL_MINUTES, GB_BYTES, metricMonths } from './billing-rules.ts';
import type { Charge } from './charge.ts';
import { type FunctionWork, invocationsOf } from './function-work.ts';
import type { Workload } from './workload.ts';

/** Functions count while they work: in the hours of the schedule, or all of a weekday where logs come. */
function countedMetrics({ question, month }: Workload): number {
  const { collector, transformer, logPipe, processor, marketFeed } = FUNCTION_METRICS;
  const inHours = (metrics: number, hoursADay: number): number =>
    metricMonths(metrics, month.weekdays * hoursADay, month.hours);
  return question.feed
    ? inHours(collector, SCHEDULED_HOURS) + inHours(transformer + logPipe + processor + marketFeed, 24)
    : inHours(collector + transformer, SCHEDULED_HOURS);
}

/** DPU-hours of the crawler: its runs are short, so each is billed as the least there is. */
const crawlerHours = ({ month }: Workload): number =>
  (month.days / CRAWL_EVERY_DAYS) * CRAWL_DPUS * (CRAWL_MINUTES / 60);

/** What starts the collectors, watches over all of it and keeps its catalogue. */
export function operationCharges(workload: Workload, work: readonly FunctionWork[]): Charge[] {
  const started = work.filter(({ name }) => name === 'collector');
  const loggedGb = (invocationsOf(work) * LOGGED_BYTES) / GB_BYTES;
  return [
    { component: 'Scheduler', item: 'invocations', price: 'schedulerCall', quantity: invocationsOf(started) },
    { component: 'CloudWatch', item: 'logs', price: 'logsIngest', quantity: loggedGb },
    { component: 'CloudWatch', item: 'logs kept', price: 'logsStorage', quantity: loggedGb },
    { component: 'CloudWatch', item: 'alarms', price: 'alarm', quantity: ALARM_METRICS },
    { component: 'CloudWatch', item: 'metrics', price: 'metric', quantity: countedMetrics(workload) },
    { component: 'CloudWatch', item: 'dashboard', price: 'dashboard', quantity: DASHBOARDS },
    { component: 'KMS', item: 'key', price: 'kmsKey', quantity: KEYS },
    { component: 'Glue', item: 'crawler', price: 'crawlerDpuHour', quantity: crawlerHours(workload) },
  ];
}
