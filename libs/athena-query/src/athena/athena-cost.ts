/** Athena bills the bytes scanned, rounded up to whole megabytes, 10 MB at least. https://aws.amazon.com/athena/pricing/ */
const MIN_BILLED_MEGABYTES = 10;
/** US dollars a terabyte, on demand, us-east-1. https://aws.amazon.com/athena/pricing/ */
const USD_PER_TERABYTE = 5;

const MEGABYTE = 1_000_000;
const TERABYTE = 1_000_000_000_000;

/** Bytes that Athena bills for a query that scanned so many. Decimal units, of the two readings the dearer one. */
export const bytesBilled = (bytesScanned: number): number =>
  Math.max(MIN_BILLED_MEGABYTES, Math.ceil(bytesScanned / MEGABYTE)) * MEGABYTE;

/** What billed bytes cost, US dollars. */
export const costUsd = (billed: number, usdPerTerabyte = USD_PER_TERABYTE): number =>
  (billed / TERABYTE) * usdPerTerabyte;
