import { describe, expect, it } from 'vitest';
import { at, ofType, synthesise, textOf } from '../../test/deployment.ts';
import { grantsOf, only, shortened } from '../../test/short-form.ts';

const deployment = synthesise();
const collector = only(deployment, 'tickerlake-collector', 'AWS::Lambda::Function');
const schedule = only(deployment, 'tickerlake-collector', 'AWS::Scheduler::Schedule');

describe('the collector', () => {
  it('runs one at a time, for as long as a function may', () => {
    expect(collector.properties).toMatchObject({ ReservedConcurrentExecutions: 1, Timeout: 900 });
  });

  it('knows stream, symbols and interval', () => {
    expect(shortened(deployment, collector, 'Environment', 'Variables')).toMatchObject({
      TICKERLAKE_STREAM: 'tickerlake-lake/Stream',
      TICKERLAKE_SYMBOLS: 'META,SHOP,BYND,NFLX,PINS,XYZ,TTD,OKTA,SNAP,DDOG',
      TICKERLAKE_INTERVAL: '1m',
    });
  });

  it('may put onto the stream, and ask for its shards', () => {
    expect(grantsOf(deployment, collector)).toEqual({
      'tickerlake-collector/CollectorLog': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'tickerlake-lake/Stream': ['kinesis:ListShards', 'kinesis:PutRecords'],
    });
  });
});

describe('its schedule', () => {
  it('fires each minute of New York market hours, with the instant at which it was due', () => {
    expect(schedule.properties).toMatchObject({
      Name: 'tickerlake-collector',
      ScheduleExpression: 'cron(* 9-16 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'America/New_York',
      State: 'ENABLED',
      Target: { Input: '{"source":"aws.scheduler","time":"<aws.scheduler.scheduled-time>"}' },
    });
  });

  it('lets Lambda forget a run once the next is due', () => {
    const asynchronous = only(deployment, 'tickerlake-collector', 'AWS::Lambda::EventInvokeConfig').properties;
    expect(asynchronous).toMatchObject({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 });
    expect(at(schedule.properties, 'Target', 'RetryPolicy', 'MaximumEventAgeInSeconds')).toBe(60);
  });

  it('may invoke the collector and tell its dead letters, nothing else', () => {
    expect(grantsOf(deployment, schedule, 'Target', 'RoleArn')).toEqual({
      'tickerlake-collector/CollectorFunction': ['lambda:InvokeFunction'],
      'tickerlake-collector/ScheduleDeadLetters': ['sqs:SendMessage'],
    });
  });

  it('fires each five minutes for bars of five, and is there but off where nobody wants it', () => {
    const other = synthesise({ interval: '5m', schedule: false });
    expect(only(other, 'tickerlake-collector', 'AWS::Scheduler::Schedule').properties).toMatchObject({
      ScheduleExpression: 'cron(0/5 9-16 ? * MON-FRI *)',
      State: 'DISABLED',
    });
    const { properties } = only(other, 'tickerlake-collector', 'AWS::Lambda::EventInvokeConfig');
    expect(properties['MaximumEventAgeInSeconds']).toBe(300);
  });
});

describe('its API', () => {
  it('collects on GET and POST, signed, and knows no other route', () => {
    const routes = ofType(deployment, 'AWS::ApiGatewayV2::Route').map(({ properties }) => [
      properties['RouteKey'],
      properties['AuthorizationType'],
    ]);
    expect(routes).toEqual([
      ['GET /collect', 'AWS_IAM'],
      ['POST /collect', 'AWS_IAM'],
    ]);
  });

  it('takes a request a second, for one function serves them all, and waits less long than API Gateway', () => {
    const stage = only(deployment, 'tickerlake-collector', 'AWS::ApiGatewayV2::Stage').properties;
    expect(stage['DefaultRouteSettings']).toEqual({ ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 });
    const integration = only(deployment, 'tickerlake-collector', 'AWS::ApiGatewayV2::Integration').properties;
    expect(integration).toMatchObject({ PayloadFormatVersion: '2.0', TimeoutInMillis: 29_000 });
  });

  it('logs who asked and what came of it as JSON, never what they sent', () => {
    const stage = only(deployment, 'tickerlake-collector', 'AWS::ApiGatewayV2::Stage').properties;
    const format: unknown = JSON.parse(textOf(at(stage, 'AccessLogSettings', 'Format')));
    expect(format).toMatchObject({ caller: '$context.identity.userArn', status: '$context.status' });
    expect(JSON.stringify(format)).not.toMatch(/query|body|\$context\.path/i);
  });
});
