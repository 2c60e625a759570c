export { type BarSourceLaw, barSourceLaws } from './bar-source-laws.ts';
export { type Bench, type BenchResult, bestRates } from './bench-result.ts';
export { testData, testDataNote } from './test-data.ts';
export type { YahooFault } from './yahoo-stand-in-answers.ts';
export {
  startYahooStandIn,
  type YahooFaultPlan,
  type YahooRequest,
  type YahooStandIn,
  type YahooStandInOptions,
} from './yahoo-stand-in.ts';
export {
  firehoseEvent,
  firehoseRecord,
  httpEvent,
  kinesisEvent,
  kinesisRecord,
  lambdaContext,
  scheduledEvent,
  schedulerEvent,
  type SqsMessage,
  sqsEvent,
  sqsRecord,
} from './lambda-events.ts';
export { type Deaggregate, type FakeKinesis, startFakeKinesis, type StreamMood } from './fake-kinesis.ts';
export { answerBatch, createFakeQueue, type FakeQueue, type QueueFault, type QueueFaults } from './fake-queue.ts';
export { awsEnvironment, type BundleRun, bundleWithoutSdk, gzipBytes, runBundle } from './lambda-bundle.ts';
export { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
export {
  hourlyHighs,
  type MadeUpHigh,
  type MadeUpSeries,
  type MadeUpSeriesOptions,
  makeSeries,
} from './made-up-series.ts';
export { cloneRepository } from './repository-clone.ts';
export { type Environment, type ProgramRun, runProgram, runProgramWell } from './run-program.ts';
export { createTrialEnvironment } from './trial-environment.ts';
