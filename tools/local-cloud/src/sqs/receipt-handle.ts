import { parseJson } from '../json-value.ts';
import { ServiceError } from '../service.ts';
import type { Message } from './message.ts';
import type { Entry, StoredMessage } from './message-log.ts';

/** One receive of a message. */
export interface Receipt {
  readonly queue: string;
  /** The message's, in this queue. */
  readonly number: number;
  /** Which receive it was, from 1. */
  readonly receives: number;
  /** The message's id: numbers begin again in a new state folder. */
  readonly id: string;
}

/** A handle holds all that it stands for, so it stays good over a restart. */
const encodeReceipt = ({ queue, number, receives, id }: Receipt): string =>
  Buffer.from(JSON.stringify([queue, number, receives, id])).toString('base64url');

/** A message of a queue as the receive that was just noted gives it out. */
export function received(queue: string, entry: Entry, stored: StoredMessage): Message {
  const { id, body, attributes = {}, sentMs, deadLetterSourceArn } = stored;
  const { number, receives, earlierReceives, firstReceivedMs = sentMs } = entry;
  const receiptHandle = encodeReceipt({ queue, number, receives, id });
  const receiveCount = earlierReceives + receives;
  return { id, receiptHandle, body, attributes, sentMs, receiveCount, firstReceivedMs, deadLetterSourceArn };
}

/** Throws `ReceiptHandleIsInvalid` for what was never a handle of this queue. */
export function decodeReceipt(handle: string, wanted: string): Receipt {
  const value = parseJson(Buffer.from(handle, 'base64url').toString());
  const [queue, number, receives, id]: unknown[] = Array.isArray(value) ? value : [];
  if (queue === wanted && typeof number === 'number' && typeof receives === 'number' && typeof id === 'string')
    return { queue: wanted, number, receives, id };
  const message = `The input receipt handle "${handle}" is not a valid receipt handle of queue ${wanted}.`;
  throw new ServiceError('ReceiptHandleIsInvalid', message, 404);
}
