import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface DeploymentKeyProps {
  /** The deployment. */
  readonly name: string;
  readonly removalPolicy: RemovalPolicy;
}

/** Days in which the deletion of a key can be taken back: the shortest that KMS allows, for a key of logs and alarms. */
const PENDING_WINDOW = Duration.days(7);

/**
 * The one key that a deployment pays for. It encrypts what AWS's own keys cannot, because another service has to use it
 * through the key's policy: log groups, and the topic that CloudWatch alarms publish to.
 */
export class DeploymentKey extends Key {
  constructor(scope: Construct, id: string, { name, removalPolicy }: DeploymentKeyProps) {
    super(scope, id, {
      alias: name,
      description: `Log groups and alarms of ${name}`,
      enableKeyRotation: true,
      pendingWindow: PENDING_WINDOW,
      removalPolicy,
    });
    const { partition, region, account } = Stack.of(this);
    // The crawler's log has the name that Glue gives it, which ends with that of its security configuration.
    const logGroups = [`/${name}/*`, `/aws-glue/crawlers-role/*-${name}`];
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroupsOfThisDeployment',
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': logGroups.map(
              (group) => `arn:${partition}:logs:${region}:${account}:log-group:${group}`,
            ),
          },
        },
      }),
    );
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
        },
      }),
    );
  }
}
