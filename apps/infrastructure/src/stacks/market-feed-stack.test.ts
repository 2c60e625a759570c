import { describe, expect, it } from 'vitest';
import { at, synthesise } from '../../test/deployment.ts';
import { grantsOf, only, shortened } from '../../test/short-form.ts';

const STACK = 'tickerlake-market-feed';
const deployment = synthesise();
const feed = only(deployment, STACK, 'AWS::Lambda::Function');

const symbolsOf = (symbols: string[]) =>
  at(
    only(synthesise({ symbols }), STACK, 'AWS::Lambda::Function').properties,
    'Environment',
    'Variables',
    'TICKERLAKE_SYMBOLS',
  );

describe('the market feed', () => {
  it('streams its answers through a URL that takes signed requests', () => {
    expect(only(deployment, STACK, 'AWS::Lambda::Url').properties).toMatchObject({
      AuthType: 'AWS_IAM',
      InvokeMode: 'RESPONSE_STREAM',
    });
  });

  it('keeps an event stream open for 15 minutes, and so bounds how many there are', () => {
    expect(feed.properties).toMatchObject({ Timeout: 900, ReservedConcurrentExecutions: 10 });
  });

  it('knows the stream and the companies', () => {
    expect(shortened(deployment, feed, 'Environment', 'Variables')).toMatchObject({
      TICKERLAKE_STREAM: 'tickerlake-lake/Stream',
      TICKERLAKE_SYMBOLS: 'META,SHOP,BYND,NFLX,PINS,XYZ,TTD,OKTA,SNAP,DDOG',
    });
  });

  it('simulates the companies among the symbols, a hundred at most; its own where there is none', () => {
    expect(symbolsOf(['^GSPC', 'DDOG', 'EURUSD=X', 'BRK-B'])).toBe('DDOG,BRK-B');
    expect(symbolsOf(['^GSPC'])).toBeUndefined();
    const many = Array.from({ length: 150 }, (_, index) => `A${index}`);
    expect(symbolsOf(many)).toBe(many.slice(0, 100).join(','));
  });

  it('may put onto the stream, ask for its shards, and tell its dead letters', () => {
    expect(grantsOf(deployment, feed)).toEqual({
      'tickerlake-market-feed/MarketFeedLog': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'tickerlake-lake/Stream': ['kinesis:ListShards', 'kinesis:PutRecords'],
      'tickerlake-market-feed/ScheduleDeadLetters': ['sqs:SendMessage'],
    });
  });
});

describe('its schedule', () => {
  it('is each minute of every day, and off until somebody wants it', () => {
    const state = (feedSchedule: boolean) =>
      only(synthesise({ feedSchedule }), STACK, 'AWS::Scheduler::Schedule').properties;
    expect(state(false)).toMatchObject({ ScheduleExpression: 'cron(* * * * ? *)', State: 'DISABLED' });
    expect(state(true)).toMatchObject({ Name: STACK, State: 'ENABLED' });
  });

  it('tries a minute three times within the hour, and keeps the event of one that is not made', () => {
    const config = only(deployment, STACK, 'AWS::Lambda::EventInvokeConfig');
    expect(config.properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3_600 });
    expect(shortened(deployment, config, 'DestinationConfig', 'OnFailure')).toEqual({
      Destination: 'tickerlake-market-feed/ScheduleDeadLetters',
    });
  });
});
