import { describe, expect, it } from 'vitest';
import {
  CRAWL_EVERY_DAYS,
  DASHBOARDS,
  FUNCTION_MB,
  FUNCTION_METRICS,
  KEYS,
  SCHEDULED_HOURS,
} from '../../analysis/src/cost/assumptions.ts';
import { estimateCost } from '../../analysis/src/cost/estimate.ts';
import { APP_METRICS } from '../src/monitoring/app-metrics.ts';
import { at, listOf, ofType, synthesise } from './deployment.ts';
import { metricsOfAlarm } from './template-metrics.ts';

const deployment = synthesise();
const { provisioned } = estimateCost({
  symbols: 10,
  interval: '1m',
  month: '2026-12',
  feed: false,
  queriesPerDay: 10,
  scannedMb: 10,
});
const billed = (component: string, item: string): number | undefined =>
  provisioned.charges.find((charge) => charge.component === component && charge.item === item)?.quantity;

describe('tickerlake cost charges what is deployed', () => {
  it('each metric of each alarm', () => {
    const watched = ofType(deployment, 'AWS::CloudWatch::Alarm').flatMap((alarm) => metricsOfAlarm(deployment, alarm));
    expect(billed('CloudWatch', 'alarms')).toBe(watched.length);
  });

  it('each metric that a function counts', () => {
    const { 'log-pipe': logPipe, 'market-feed': marketFeed, ...others } = APP_METRICS;
    const counted = { ...others, logPipe, marketFeed };
    expect(FUNCTION_METRICS).toEqual(
      Object.fromEntries(Object.entries(counted).map(([app, names]) => [app, names.length])),
    );
  });

  it('each dashboard and each key', () => {
    expect(ofType(deployment, 'AWS::CloudWatch::Dashboard')).toHaveLength(DASHBOARDS);
    expect(ofType(deployment, 'AWS::KMS::Key')).toHaveLength(KEYS);
  });

  it('the runs of the crawler', () => {
    const schedules = ofType(deployment, 'AWS::Glue::Crawler').map(({ properties }) =>
      at(properties, 'Schedule', 'ScheduleExpression'),
    );
    // Minute, hour, any day of the month, every month, one day of the week, every year: once a week.
    expect(schedules).toEqual([expect.stringMatching(/^cron\(\d+ \d+ \? \* [A-Z]{3} \*\)$/)]);
    expect(CRAWL_EVERY_DAYS).toBe(7);
  });

  it('the memory of the functions of both legs', () => {
    const legs = ofType(deployment, 'AWS::Lambda::Function').filter(({ stack }) => stack !== 'tickerlake-market-feed');
    expect(legs.map(({ properties }) => properties['MemorySize'])).toEqual(
      Array.from({ length: 4 }, () => FUNCTION_MB),
    );
  });

  it('the hours in which the schedule fires', () => {
    const [expression] = ofType(deployment, 'AWS::Scheduler::Schedule')
      .filter(({ stack }) => stack === 'tickerlake-collector')
      .flatMap(({ properties }) => listOf(properties['ScheduleExpression']));
    const [, first = 0, last = 0] = /^cron\(\S+ (\d+)-(\d+) /.exec(JSON.stringify(expression).slice(1)) ?? [];
    expect(Number(last) - Number(first) + 1).toBe(SCHEDULED_HOURS);
  });
});
