import * as sdk from '@aws-sdk/client-athena';
import { describe, expect, it } from 'vitest';
import { collectPages, type QueryStatistics, type RunOptions } from '../engine.ts';
import { AthenaEngine } from './athena-engine.ts';
import type { AthenaSender } from './athena-execution.ts';

type Answer = object | Error | (() => object);

/** A client that gives the answers of a script, operation by operation, the last of each again and again. */
function scripted(script: Readonly<Record<string, readonly Answer[]>>) {
  const sent: { operation: string; input: Record<string, unknown> }[] = [];
  const send = (command: { constructor: { name: string }; input: object }) => {
    const operation = command.constructor.name.replace('Command', '');
    const answers = script[operation] ?? [{}];
    const turn = sent.filter((request) => request.operation === operation).length;
    sent.push({ operation, input: { ...command.input } });
    const answer = answers[Math.min(turn, answers.length - 1)] ?? {};
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(typeof answer === 'function' ? answer() : answer);
  };
  return { client: { send } as unknown as AthenaSender, sent };
}

const state = (State: string, more: object = {}) => ({ QueryExecution: { Status: { State, ...more } } });
const STARTED = { QueryExecutionId: 'q-1' };
const header = (name: string, type = 'varchar') => ({
  ResultSetMetadata: { ColumnInfo: [{ Name: name, Type: type }] },
});
const rows = (...values: (string | undefined)[]) => values.map((VarCharValue) => ({ Data: [{ VarCharValue }] }));
const RESULT = { ResultSet: { ...header('a'), Rows: rows('a', 'x') } };

function engineOver(script: Readonly<Record<string, readonly Answer[]>>, more: { maxScannedBytes?: number } = {}) {
  const { client, sent } = scripted({ StartQueryExecution: [STARTED], GetQueryResults: [RESULT], ...script });
  const pauses: number[] = [];
  const sleep = (ms: number) => Promise.resolve(void pauses.push(ms));
  const retry = { sleep, random: () => 1 };
  const engine = new AthenaEngine({ sdk, client, context: { WorkGroup: 'w' }, retry, now: () => 0, ...more });
  const ask = (options: RunOptions = {}) => collectPages(engine.pages({ sql: 'SELECT a', parameters: [] }, options));
  return { engine, ask, sent, pauses, operations: () => sent.map(({ operation }) => operation) };
}

describe('a query is followed to its end', () => {
  it('through QUEUED and RUNNING to SUCCEEDED', async () => {
    const { ask, operations } = engineOver({
      GetQueryExecution: [state('QUEUED'), state('RUNNING'), state('SUCCEEDED')],
    });
    expect((await ask()).rows).toEqual([['x']]);
    expect(operations()).toEqual([
      'StartQueryExecution',
      ...Array.from({ length: 3 }, () => 'GetQueryExecution'),
      'GetQueryResults',
    ]);
  });

  it('looking less and less often, at most every two seconds', async () => {
    const { ask, pauses } = engineOver({
      GetQueryExecution: [...Array.from({ length: 10 }, () => state('RUNNING')), state('SUCCEEDED')],
    });
    await ask();
    expect(pauses).toEqual([100, 150, 225, 337.5, 506.25, 759.375, 1139.0625, 1708.59375, 2000, 2000]);
  });

  it.each([
    ['FAILED', { StateChangeReason: 'SYNTAX_ERROR: line 1:8' }, { reason: 'SYNTAX_ERROR: line 1:8', retriable: false }],
    ['FAILED', { AthenaError: { Retryable: true, ErrorMessage: 'busy' } }, { reason: 'busy', retriable: true }],
    ['CANCELLED', {}, { reason: 'no reason given', retriable: false }],
  ])('that is %s %o', async (end, more, facts) => {
    const { ask, operations } = engineOver({ GetQueryExecution: [state('RUNNING'), state(end, more)] });
    await expect(ask()).rejects.toMatchObject({
      name: 'AthenaQueryError',
      state: end,
      queryExecutionId: 'q-1',
      ...facts,
    });
    expect(operations()).not.toContain('StopQueryExecution');
  });

  it.each([
    ['no id', { StartQueryExecution: [{}] }],
    ['no state', { GetQueryExecution: [{}] }],
    ['a state nobody knows', { GetQueryExecution: [state('PONDERING')] }],
  ])('or to an answer that makes no sense: %s', async (_what, script) => {
    await expect(engineOver(script).ask()).rejects.toMatchObject({ name: 'AthenaResponseError', retriable: true });
  });

  it('and stopped when it can no longer be followed', async () => {
    const { ask, operations } = engineOver({ GetQueryExecution: [new Error('network gone')] });
    await expect(ask()).rejects.toThrow('network gone');
    expect(operations()).toEqual(['StartQueryExecution', 'GetQueryExecution', 'StopQueryExecution']);
  });
});

const throttled = () => Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('a request that fails in passing', () => {
  it('is sent again after pauses that double, and a start with the token that it had', async () => {
    const { ask, sent, pauses } = engineOver({
      StartQueryExecution: [throttled(), reset(), throttled(), STARTED],
      GetQueryExecution: [reset(), state('SUCCEEDED')],
      GetQueryResults: [throttled(), RESULT],
    });
    expect((await ask()).rows).toEqual([['x']]);
    expect(pauses).toEqual([200, 400, 800, 200, 200]);
    const tokens = sent.filter(({ operation }) => operation === 'StartQueryExecution').map(({ input }) => input);
    expect(new Set(tokens.map(({ ClientRequestToken: token }) => token)).size).toBe(1);
    expect(tokens).toHaveLength(4);
  });

  it('five times, and a refused start leaves nothing behind', async () => {
    const { ask, operations } = engineOver({ StartQueryExecution: [throttled()] });
    await expect(ask()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    expect(operations()).toHaveLength(5);
  });

  it('and a start that was never answered says what may have become of it', async () => {
    const { ask } = engineOver({ StartQueryExecution: [reset()] });
    await expect(ask()).rejects.toMatchObject({
      name: 'AthenaUnstoppedError',
      queryExecutionId: undefined,
      message: expect.stringContaining('socket hang up'),
    });
  });

  it('never when it is wrong', async () => {
    const wrong = new sdk.InvalidRequestException({ message: 'line 1:8: no such column', $metadata: {} });
    const { ask, operations } = engineOver({ StartQueryExecution: [wrong] });
    await expect(ask()).rejects.toBe(wrong);
    expect(operations()).toEqual(['StartQueryExecution']);
  });
});

describe('a query that runs', () => {
  const running = (DataScannedInBytes: number) => ({
    QueryExecution: { Status: { State: 'RUNNING' }, Statistics: { DataScannedInBytes } },
  });

  it('tells its state and the bytes it has read at each look', async () => {
    const told: object[] = [];
    const { ask } = engineOver({
      GetQueryExecution: [state('QUEUED'), running(7_000_000), state('SUCCEEDED')],
    });
    await ask({ onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([
      { state: 'QUEUED', queryExecutionId: 'q-1', bytesScanned: 0 },
      { state: 'RUNNING', queryExecutionId: 'q-1', bytesScanned: 7_000_000 },
      { state: 'SUCCEEDED', queryExecutionId: 'q-1', bytesScanned: 0 },
    ]);
  });

  it('is stopped once it has scanned more than it may, with the numbers and the cost', async () => {
    const { ask, operations } = engineOver(
      { GetQueryExecution: [running(1_000_000_000), running(1_000_000_001)] },
      { maxScannedBytes: 1_000_000_000 },
    );
    await expect(ask()).rejects.toMatchObject({
      name: 'AthenaScanLimitError',
      message:
        'Athena query q-1 was stopped: it had scanned 1,000 MB where 1,000 MB are allowed, for about $0.0050. Ask for fewer days or columns, or allow more.',
      bytesScanned: 1_000_000_001,
      maxScannedBytes: 1_000_000_000,
      costUsd: 0.005005,
    });
    expect(operations().slice(-3)).toEqual(['GetQueryExecution', 'GetQueryExecution', 'StopQueryExecution']);
  });

  it('gives its rows when it ended before it was seen to scan too much: they are paid for', async () => {
    const ended = { QueryExecution: { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: 5e9 } } };
    const { ask } = engineOver({ GetQueryExecution: [ended] }, { maxScannedBytes: 1 });
    expect((await ask()).rows).toEqual([['x']]);
  });
});

describe('a signal', () => {
  it('that is aborted already starts nothing', async () => {
    const { ask, operations } = engineOver({});
    await expect(ask({ signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(operations()).toEqual([]);
  });

  it('stops the query on Athena, even one that was just being started', async () => {
    const stop = new AbortController();
    const { ask, operations } = engineOver({
      StartQueryExecution: [
        () => {
          stop.abort(new Error('enough'));
          return STARTED;
        },
      ],
    });
    await expect(ask({ signal: stop.signal })).rejects.toThrow('enough');
    expect(operations()).toEqual(['StartQueryExecution', 'StopQueryExecution']);
  });

  it('that comes to a query which cannot be stopped says that it runs on', async () => {
    const stop = new AbortController();
    const running = () => {
      stop.abort(new Error('enough'));
      return state('RUNNING');
    };
    const { ask } = engineOver({ GetQueryExecution: [running], StopQueryExecution: [new Error('cannot stop')] });
    await expect(ask({ signal: stop.signal })).rejects.toMatchObject({
      name: 'AthenaUnstoppedError',
      message: 'Athena query q-1 could not be stopped (cannot stop): it runs to its end unless you stop it.',
      queryExecutionId: 'q-1',
    });
  });

  it('finds a query that has ended by itself as good as stopped', async () => {
    const stop = new AbortController();
    const running = () => {
      stop.abort(new Error('enough'));
      return state('RUNNING');
    };
    const ended = new sdk.InvalidRequestException({ message: 'Query has already ended', $metadata: {} });
    const { ask } = engineOver({ GetQueryExecution: [running], StopQueryExecution: [ended] });
    await expect(ask({ signal: stop.signal })).rejects.toThrow('enough');
  });

  it('is not needed to close the lake', async () => {
    const { engine, ask, operations } = engineOver({
      GetQueryExecution: [
        () => {
          void engine.close();
          return state('RUNNING');
        },
      ],
    });
    await expect(ask()).rejects.toMatchObject({ name: 'LakeClosedError' });
    expect(operations()).toContain('StopQueryExecution');
    await expect(ask()).rejects.toMatchObject({ name: 'LakeClosedError' });
  });
});

describe('results', () => {
  const SUCCEEDED = { QueryExecution: { ...state('SUCCEEDED').QueryExecution, StatementType: 'DML' } };

  it('come page by page, 1,000 rows at most, the header left out once', async () => {
    const { ask, sent } = engineOver({
      GetQueryExecution: [SUCCEEDED],
      GetQueryResults: [
        { ResultSet: { ...header('a'), Rows: rows('a', '1') }, NextToken: 't-1' },
        { ResultSet: { ...header('a'), Rows: rows('a', undefined, '') } },
      ],
    });
    expect((await ask()).rows).toEqual([['1'], ['a'], [null], ['']]);
    expect(sent.filter(({ operation }) => operation === 'GetQueryResults').map(({ input }) => input)).toEqual([
      { QueryExecutionId: 'q-1', MaxResults: 1000 },
      { QueryExecutionId: 'q-1', MaxResults: 1000, NextToken: 't-1' },
    ]);
  });

  it.each([
    ['a statement without header row', { StatementType: 'UTILITY' }, rows('a', 'b'), [['a'], ['b']]],
    [
      'an EXPLAIN that Athena counts as DML',
      { StatementType: 'DML' },
      rows('Fragment 0', 'x'),
      [['Fragment 0'], ['x']],
    ],
    ['no rows', { StatementType: 'DML' }, rows('a'), []],
  ])('of %s', async (_what, more, Rows, expected) => {
    const { ask } = engineOver({
      GetQueryExecution: [{ QueryExecution: { ...SUCCEEDED.QueryExecution, ...more } }],
      GetQueryResults: [{ ResultSet: { ...header('a'), Rows } }],
    });
    const result = await ask();
    expect(result.columns).toEqual([{ name: 'a', type: 'varchar' }]);
    expect(result.rows).toEqual(expected);
  });
});

describe('statistics', () => {
  const asked = async (Statistics: object) => {
    let told: QueryStatistics | undefined;
    const { ask } = engineOver({
      GetQueryExecution: [{ QueryExecution: { Status: { State: 'SUCCEEDED' }, Statistics } }],
    });
    await ask({ onStatistics: (statistics) => (told = statistics) });
    return told;
  };

  it('bill 10 MB at least', async () => {
    expect(await asked({ DataScannedInBytes: 5 })).toMatchObject({
      bytesScanned: 5,
      bytesBilled: 10_000_000,
      costUsd: 0.00005,
    });
  });

  it('bill whole megabytes', async () => {
    expect(await asked({ DataScannedInBytes: 1_553_000_001 })).toMatchObject({
      bytesBilled: 1_554_000_000,
      costUsd: 0.00777,
    });
  });

  it('bill nothing for an answer that Athena had already', async () => {
    const reused = { DataScannedInBytes: 0, ResultReuseInformation: { ReusedPreviousResult: true } };
    expect(await asked(reused)).toMatchObject({ bytesBilled: 0, costUsd: 0, reused: true });
  });
});
