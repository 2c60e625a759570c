import { ACCOUNT_ID } from '../service.ts';
import type { Message } from '../sqs/message.ts';
import { attributesChecksum, bodyChecksum } from '../sqs/message-attributes.ts';
import type { Queue } from '../sqs/queue.ts';
import type { EventItem } from './event-payload.ts';

export interface MessageItem extends EventItem {
  readonly message: Message;
}

/** A message as a function gets it. @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsItem(queue: Queue, message: Message): MessageItem {
  const { id, receiptHandle, body, attributes, deadLetterSourceArn } = message;
  const json = JSON.stringify({
    messageId: id,
    receiptHandle,
    body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentMs),
      SenderId: ACCOUNT_ID,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
      ...(deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: deadLetterSourceArn }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { stringValue, binaryValue, dataType }]) => [
        name,
        { stringValue, binaryValue, stringListValues: [], binaryListValues: [], dataType },
      ]),
    ),
    md5OfBody: bodyChecksum(body),
    md5OfMessageAttributes: attributesChecksum(attributes),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: queue.setup.region,
  });
  return { id, json, message };
}
