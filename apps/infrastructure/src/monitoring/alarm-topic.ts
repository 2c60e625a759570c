import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** Names of this deployment's alarms begin with it and `-`. */
  readonly name: string;
  /** Its policy lets CloudWatch use it: AWS's own key for SNS does not. */
  readonly key: IKey;
  /** Who is written to, after they have confirmed that they want it. @default nobody */
  readonly email?: string | undefined;
}

/** Where alarms go: encrypted, over TLS only, and nobody but CloudWatch, for this deployment's alarms, publishes to it. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { name, key, email }: AlarmTopicProps) {
    super(scope, id, { displayName: `${name} alarms`, masterKey: key, enforceSSL: true });
    const stack = Stack.of(this);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisDeployment',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:${name}-*`,
          },
        },
      }),
    );
    if (email !== undefined) this.addSubscription(new EmailSubscription(email));
  }
}
