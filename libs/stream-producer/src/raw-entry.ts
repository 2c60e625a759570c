/** Bytes with the key that places them: what a record is once encoded. The bytes are passed on unread. */
export interface RawEntry {
  readonly data: Uint8Array;
  /** Entries of one key keep their order. Kinesis: 1 to 256 characters. */
  readonly partitionKey: string;
}
