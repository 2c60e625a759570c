import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTelemetry } from './telemetry.ts';

let written: string[] = [];
beforeEach(() => {
  written = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const documents = (): unknown[] => written.map((line): unknown => JSON.parse(line));

describe('what a function tells', () => {
  it('goes to standard output line by line, as it is', () => {
    const { log } = createTelemetry('log-pipe');
    log('{"message":"first"}');
    log('{"message":"second"}');
    expect(written).toEqual(['{"message":"first"}\n', '{"message":"second"}\n']);
  });

  it('of an invocation is one document of metrics, with a count for each name', () => {
    const { count } = createTelemetry('log-pipe');
    count({ RecordsIn: 3, MessagesSent: 0 });
    count({ RecordsIn: 4, MessagesSent: 2 });
    const metrics = ['RecordsIn', 'MessagesSent'].map((Name) => ({ Name, Unit: 'Count' }));
    const emf = {
      _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake', Dimensions: [['service']], Metrics: metrics }] },
    };
    expect(documents()).toMatchObject([
      { ...emf, service: 'log-pipe', RecordsIn: 3, MessagesSent: 0 },
      { ...emf, service: 'log-pipe', RecordsIn: 4, MessagesSent: 2 },
    ]);
  });

  it('is counted in the namespace of the deployment', () => {
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Tickerlake/trial');
    createTelemetry('processor').count({ RecordsIn: 1 });
    expect(documents()).toMatchObject([{ _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake/trial' }] } }]);
  });
});
