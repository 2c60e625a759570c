import {
  createFirehoseSink,
  createKinesisSink,
  createMemorySink,
  deaggregate,
  type MemoryFault,
} from '../src/index.ts';
import { dummyCredentials } from './dummy-credentials.ts';
import { type FakeAws, type Fault, startFakeAws } from './fake-aws.ts';
import { describeSinkContract, type SinkUnderTest } from './sink-contract.ts';

const textOf = (data: Uint8Array) => new TextDecoder().decode(data);
const withoutLineEnd = (text: string) => text.replace(/\n$/, '');

const behind = (fake: FakeAws, sink: SinkUnderTest['sink'], recordsOf: (data: Uint8Array) => string[]) => ({
  sink,
  script: (faults: readonly (Fault | undefined)[]) => {
    fake.faults = [...faults];
  },
  arrived: () => fake.taken.flatMap(({ data }) => recordsOf(data)),
  puts: () => fake.puts.map((entries) => entries.length),
  stop: () => fake.stop(),
});

describeSinkContract('Kinesis', async () => {
  const fake = await startFakeAws();
  const sink = createKinesisSink({ streamName: 'prices', region: 'us-east-1', endpoint: fake.endpoint });
  return behind(fake, sink, (data) =>
    (deaggregate(data) ?? [{ data }]).map((record) => withoutLineEnd(textOf(record.data))),
  );
});

describeSinkContract('Kinesis (one record an entry)', async () => {
  const fake = await startFakeAws();
  const { endpoint } = fake;
  const sink = createKinesisSink({ streamName: 'prices', region: 'us-east-1', endpoint, aggregate: false });
  return behind(fake, sink, (data) => [withoutLineEnd(textOf(data))]);
});

describeSinkContract('Firehose', async () => {
  const fake = await startFakeAws();
  const sink = createFirehoseSink({ deliveryStreamName: 'lake', region: 'us-east-1', endpoint: fake.endpoint });
  return behind(fake, sink, (data) => withoutLineEnd(textOf(data)).split('\n'));
});

describeSinkContract('memory', async () => {
  let faults: readonly (Fault | undefined)[] = [];
  const sink = createMemorySink({ faults: ({ index }) => asMemoryFault(faults[index]) });
  return {
    sink,
    script: (next) => {
      faults = next;
    },
    arrived: () => sink.texts().map(withoutLineEnd),
    puts: () => sink.requests.map(({ entries }) => entries.length),
    stop: async () => undefined,
  };
});

/** The contract's faults in the memory sink's words. */
function asMemoryFault(fault: Fault | undefined): MemoryFault | undefined {
  if (fault === undefined || fault.kind === 'refuse-entries' || fault.kind === 'lose-answer') return fault;
  if (fault.kind !== 'refuse-request') throw new Error(`A memory sink cannot ${fault.kind}`);
  return {
    kind: 'refuse-request',
    code: fault.code,
    retriable: fault.status >= 500 || fault.code.startsWith('Throttling'),
  };
}

dummyCredentials();
