/**
 * The most a transformation may answer, in bytes of JSON: Lambda's 6 MB for a synchronous response, read as the smaller
 * 6,000,000 so that neither reading of "MB" can refuse it.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export const MAX_RESPONSE_BYTES = 6_000_000;

const ENVELOPE_BYTES = '{"records":[]}'.length;
/** The longest answer that carries no data, and the comma before it. */
const BARE_ANSWER_BYTES = ',{"recordId":,"result":"ProcessingFailed"}'.length;
/** What an answer that delivers rows has beyond a bare one, apart from the data: it says `Ok`, which is shorter. */
const OK_EXTRA_BYTES =
  ',"data":"","metadata":{"partitionKeys":{"dt":"2020-05-14"}}'.length + 'Ok'.length - 'ProcessingFailed'.length;

/**
 * Hands out the bytes of one response. Room for a bare answer to every record is set aside first: a request names each
 * record with more bytes than a bare answer does, so that much always fits, and no record can be left unanswered.
 */
export function createResponseBudget(
  recordIds: Iterable<string>,
  maxBytes: number = MAX_RESPONSE_BYTES,
): { tryTake: (base64Bytes: number) => boolean } {
  let left = maxBytes - ENVELOPE_BYTES;
  for (const recordId of recordIds) left -= BARE_ANSWER_BYTES + Buffer.byteLength(JSON.stringify(recordId));
  return {
    /** Takes the room for rows of that many base64 characters, or says that they do not fit. */
    tryTake(base64Bytes) {
      const extra = base64Bytes + OK_EXTRA_BYTES;
      if (extra > left) return false;
      left -= extra;
      return true;
    },
  };
}
