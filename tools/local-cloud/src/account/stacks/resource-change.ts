import type { JsonMap } from '../template/json.ts';

/** One thing about a resource that changes. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html */
export interface ChangeDetail {
  readonly attribute: 'Properties' | 'Tags' | 'Metadata' | 'DeletionPolicy' | 'UpdateReplacePolicy';
  /** Of the property. */
  readonly name?: string;
  readonly requiresRecreation: 'Never' | 'Always' | 'Conditionally';
  /** `Dynamic` when only the deployment will tell whether the value changes. */
  readonly evaluation: 'Static' | 'Dynamic';
}

export interface ResourceChange {
  readonly action: 'Add' | 'Import' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replacement?: 'True' | 'False' | 'Conditional';
  /** What becomes of the old resource. */
  readonly policyAction?: 'Delete' | 'Retain' | 'ReplaceAndDelete' | 'ReplaceAndRetain';
  readonly details: readonly ChangeDetail[];
  readonly before?: JsonMap;
  readonly after?: JsonMap;
}
