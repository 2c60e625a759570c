import { appendFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../test/folders.ts';
import { FunctionLog, metricsOf } from './function-log.ts';

const line = (metrics: Readonly<Record<string, unknown>>, ...sets: string[][]) =>
  JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: (sets.length > 0 ? sets : [Object.keys(metrics)]).map((names) => ({
        Namespace: 'Tickerlake',
        Dimensions: [['service']],
        Metrics: names.map((Name) => ({ Name, Unit: 'Count' })),
      })),
    },
    service: 'processor',
    ...metrics,
  });

describe('a line in the embedded metric format', () => {
  it('gives its metrics, of several values their sum', () => {
    expect(metricsOf(line({ RecordsIn: 3, Bytes: [1, 2.5] }))).toEqual(
      new Map([
        ['RecordsIn', 3],
        ['Bytes', 3.5],
      ]),
    );
  });

  it('counts a metric of several dimension sets once, and takes no other member for one', () => {
    const found = metricsOf(line({ RecordsIn: 3, Other: 4 }, ['RecordsIn'], ['RecordsIn', 'Absent']));
    expect(found).toEqual(new Map([['RecordsIn', 3]]));
  });

  it.each([
    '',
    'RecordsIn 3',
    '{"message":"CloudWatchMetrics"}',
    '{"_aws":{"CloudWatchMetrics":7},"a":1}',
    '{"_aws":{"CloudWatchMetrics":[{"Metrics":[{"Name":7}]}]},"7":1}',
    line({ RecordsIn: 3 }).slice(0, -1),
  ])('is not %j', (text) => expect(metricsOf(text)).toEqual(new Map()));
});

describe('the log of a function', () => {
  const open = (text = '') => {
    const file = join(temporaryFolder(), 'f.log');
    writeFileSync(file, text);
    const log = new FunctionLog(file);
    onTestFinished(() => log.close());
    return { file, log };
  };

  it('adds up what is printed from now on, a line once it is whole', () => {
    const { log } = open(`${line({ RecordsIn: 100 })}\n`);
    const text = line({ RecordsIn: 3 });
    writeSync(log.fd, `${line({ RecordsIn: 2, Failed: 1 })}\nplain é\n${text.slice(0, 20)}`);
    expect(log.metrics()).toEqual({ RecordsIn: 2, Failed: 1 });
    writeSync(log.fd, `${text.slice(20)}\n`);
    expect(log.metrics()).toEqual({ RecordsIn: 5, Failed: 1 });
    expect(log.metrics()).toEqual({ RecordsIn: 5, Failed: 1 });
  });

  it('finds metrics behind lines of any length', () => {
    const { log, file } = open();
    appendFileSync(file, `${'x'.repeat(3 << 20)}\n${line({ RecordsIn: 1 })}\n`.repeat(2));
    expect(log.metrics()).toEqual({ RecordsIn: 2 });
  });

  it('tells what it added up when it is closed', () => {
    const { log } = open();
    writeSync(log.fd, `${line({ RecordsIn: 2 })}\n`);
    log.close();
    expect(log.metrics()).toEqual({ RecordsIn: 2 });
  });

  it('is begun anew when it has grown beyond 8 MiB', () => {
    const { log, file } = open(`${line({ RecordsIn: 1 })}\n`.repeat(60_000));
    expect(statSync(file).size).toBe(0);
    writeSync(log.fd, `${line({ RecordsIn: 2 })}\n`);
    expect(log.metrics()).toEqual({ RecordsIn: 2 });
  });
});
