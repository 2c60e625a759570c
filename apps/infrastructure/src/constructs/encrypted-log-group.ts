import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface EncryptedLogGroupProps {
  /** The lake's key: its policy lets CloudWatch Logs use it for this deployment's groups only. */
  readonly key: IKey;
  /** Of the form `/<deployment>/<what logs>`. */
  readonly name: string;
}

/** A log group with a name that people find, a month of lines, and the deployment's own key. It goes with its stack. */
export class EncryptedLogGroup extends LogGroup {
  constructor(scope: Construct, id: string, { key, name }: EncryptedLogGroupProps) {
    super(scope, id, {
      logGroupName: name,
      retention: RetentionDays.ONE_MONTH,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
