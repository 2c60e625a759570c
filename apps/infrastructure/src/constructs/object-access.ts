import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { acknowledgeObjects } from './acknowledge.ts';

export interface ObjectAccess {
  readonly role: Role;
  readonly bucket: IBucket;
  /** What the objects' keys begin with: `quotes/`. */
  readonly prefix: string;
  /** Without any `*`. */
  readonly actions: readonly string[];
  /** Why the role may do this to every object below the prefix. */
  readonly reason: string;
}

/**
 * Lets a role do single things to the objects below one prefix. An object has no ARN before it has a key, so the statement
 * ends in `*`: cdk-nag's finding of exactly that resource is acknowledged with the reason, and no other.
 */
export function allowObjects({ role, bucket, prefix, actions, reason }: ObjectAccess): void {
  const resources = [bucket.arnForObjects(`${prefix}*`)];
  role.addToPolicy(new PolicyStatement({ actions: [...actions], resources }));
  acknowledgeObjects(role, bucket, `${prefix}*`, reason);
}
