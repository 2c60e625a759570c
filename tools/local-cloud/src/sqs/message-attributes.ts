import { createHash } from 'node:crypto';
import type { MessageAttribute, MessageAttributes } from './message.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export const ATTRIBUTES_MAX = 10;
const NAME = /^(?!(?:aws|amazon)\.)(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;
const DATA_TYPE = /^(?=.{1,256}$)(String|Number|Binary)(\..+)?$/s;
/** Characters of XML 1.0, as bodies and values may hold. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const TEXT = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

export const isMessageText = (text: string): boolean => TEXT.test(text);

/** Why an attribute cannot be sent, if so. */
export function attributeFault(name: string, attribute: MessageAttribute): string | undefined {
  const { dataType, stringValue, binaryValue } = attribute;
  const [, type] = DATA_TYPE.exec(dataType) ?? [];
  if (!NAME.test(name))
    return `The message attribute name '${name}' is invalid: allowed are 1 to 256 of A-Z a-z 0-9 _ - . without AWS. or Amazon. before and without a period at an end or two in a row`;
  if (!type)
    return `The message attribute '${name}' has the type '${dataType}'; supported are String, Number and Binary, each with .anything behind`;
  const [value, other] = type === 'Binary' ? [binaryValue, stringValue] : [stringValue, binaryValue];
  if (!value || other !== undefined)
    return `The message attribute '${name}' must contain a non-empty ${type === 'Binary' ? 'binary' : 'string'} value, and no other, for the type '${dataType}'`;
  if (type !== 'Binary' && !isMessageText(value))
    return `The message attribute '${name}' holds characters that are not allowed`;
  if (type === 'Number' && !Number.isFinite(Number(value)))
    return `The value of the message attribute '${name}' is not a number: '${value}'`;
  return undefined;
}

const valueBytes = ({ stringValue, binaryValue }: MessageAttribute): Buffer =>
  binaryValue === undefined ? Buffer.from(stringValue ?? '') : Buffer.from(binaryValue, 'base64');

/** Bytes of a message as limits count them: body, and names, types and values of the attributes. */
export function messageBytes(body: string, attributes: MessageAttributes = {}): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + valueBytes(attribute).length;
  return bytes;
}

export const bodyChecksum = (body: string): string => createHash('md5').update(body).digest('hex');

/**
 * The MD5 of attributes, `undefined` where there are none.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function attributesChecksum(attributes: MessageAttributes = {}): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name] ?? { dataType: '' };
    add(Buffer.from(name));
    add(Buffer.from(attribute.dataType));
    hash.update(Buffer.from([attribute.binaryValue === undefined ? 1 : 2]));
    add(valueBytes(attribute));
  }
  return hash.digest('hex');
}
