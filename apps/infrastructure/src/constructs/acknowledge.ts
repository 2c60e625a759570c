import { Stack, Validations } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges that a role may touch every object below a prefix: S3 has no other way to say it. The finding is named
 * after the resource as the template has it, so it covers this bucket, this prefix and nothing else.
 * @param pattern As given to `arnForObjects`, such as `raw/*`.
 */
export function acknowledgeObjects(scope: IConstruct, bucket: IBucket, pattern: string, reason: string): void {
  const resource = `${nameOfArn(scope, bucket)}/${pattern}`;
  Validations.of(scope).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

/** A bucket's ARN as cdk-nag spells it: a reference inside the stack, the export's name outside of it. */
function nameOfArn(scope: IConstruct, bucket: IBucket): string {
  const [here, owner] = [Stack.of(scope), Stack.of(bucket)];
  const reference: unknown = here.resolve(here === owner ? bucket.bucketArn : owner.exportValue(bucket.bucketArn));
  if (typeof reference === 'object' && reference !== null) {
    if ('Fn::ImportValue' in reference) return String(reference['Fn::ImportValue']);
    if ('Fn::GetAtt' in reference && Array.isArray(reference['Fn::GetAtt'])) {
      return `<${reference['Fn::GetAtt'].join('.')}>`;
    }
  }
  throw new TypeError(`A bucket's ARN is neither an attribute nor an import: ${JSON.stringify(reference)}`);
}
