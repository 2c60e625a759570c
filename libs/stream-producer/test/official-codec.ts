import kpl from 'aws-kinesis-agg';

interface OfficialRecord {
  readonly partitionKey: string;
  /** Base64. */
  readonly data: string;
}

interface OfficialCodec {
  deaggregateSync(
    record: unknown,
    checksums: boolean,
    done: (error?: Error, records?: readonly OfficialRecord[]) => void,
  ): void;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own type declarations need the old SDK.
const codec = kpl as unknown as OfficialCodec;

/** What AWS's own decoder reads in a record with this partition key. Throws what it fails with. */
export function officialDecode(blob: Uint8Array, partitionKey = 'outer'): readonly OfficialRecord[] {
  let read: readonly OfficialRecord[] = [];
  const record = { data: Buffer.from(blob).toString('base64'), partitionKey, sequenceNumber: '1' };
  codec.deaggregateSync(record, true, (error, records) => {
    if (error) throw error;
    read = records ?? [];
  });
  return read;
}
