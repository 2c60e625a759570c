import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { type DeadLetterQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The longest that SQS keeps a message. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_RETENTION = Duration.days(14);

export interface EncryptedQueueProps {
  readonly removalPolicy: RemovalPolicy;
  /**
   * How long a message waits for somebody.
   * @default the longest there is, as dead letters want it: a message that is moved keeps its age
   */
  readonly retention?: Duration;
  /** @default SQS's own 30 seconds */
  readonly visibilityTimeout?: Duration;
  /** Where messages go that were received too often. @default nowhere: it is such a queue itself */
  readonly deadLetters?: DeadLetterQueue;
}

/** A standard queue, encrypted by SQS itself, that is talked to over TLS only. */
export class EncryptedQueue extends Queue {
  constructor(scope: Construct, id: string, props: EncryptedQueueProps) {
    const { removalPolicy, retention = MAX_RETENTION, visibilityTimeout, deadLetters } = props;
    super(scope, id, {
      // Nobody but this account's own roles reads it, so a key with a policy of its own would buy nothing but its price.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: retention,
      removalPolicy,
      ...(visibilityTimeout && { visibilityTimeout }),
      ...(deadLetters && { deadLetterQueue: deadLetters }),
    });
  }
}
