import type { ResourceState } from '../resource-handler.ts';
import type { DeletionPolicy } from '../template/template.ts';
import type { ParameterValue } from '../template/parameters.ts';
import type { ResourceChange } from './resource-change.ts';

type Verb = 'CREATE' | 'UPDATE' | 'DELETE';
/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export type ResourceStatus = `${Verb | 'IMPORT'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}` | 'DELETE_SKIPPED';
/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
export type StackStatus =
  | `${Verb | 'ROLLBACK' | 'UPDATE_ROLLBACK'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | `UPDATE_${'' | 'ROLLBACK_'}COMPLETE_CLEANUP_IN_PROGRESS`
  | 'REVIEW_IN_PROGRESS';

export type Tags = Readonly<Record<string, string>>;

/** A resource of a stack. Without a state it was begun and does not exist. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly reason?: string;
  readonly changedMs: number;
  /** Of the creation that made it: another token is another resource, even under the same name. */
  readonly token: string;
  readonly state?: ResourceState;
  /** Logical ids that must be there as long as it is. */
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
}

/** A resource that its stack has given up and that is still there. */
export interface Leftover {
  readonly logicalId: string;
  readonly state: ResourceState;
  readonly dependsOn: readonly string[];
  /** Whether it is kept for ever instead of deleted. */
  readonly isRetained: boolean;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** What a caller wants a stack to be. */
export interface WantedBody {
  readonly templateBody: string;
  readonly description?: string | undefined;
  readonly parameters: readonly ParameterValue[];
  readonly tags: Tags;
  /** Names of the exports of other stacks that it uses. */
  readonly imports: readonly string[];
  /** Whether resources that no stack has are taken in. */
  readonly importExisting?: boolean;
}

/** What a stack is made of: all that an update changes, and a roll back brings back. */
export interface StackBody extends WantedBody {
  readonly resources: Readonly<Record<string, StackResource>>;
  readonly outputs: readonly StackOutput[];
}

export interface StackEvent {
  readonly id: string;
  readonly atMs: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason?: string;
  readonly clientRequestToken?: string;
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly createdMs: number;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly statusReason?: string;
  readonly executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE';
  readonly clientToken?: string;
  readonly roleArn?: string;
  readonly capabilities: readonly string[];
  readonly wanted: WantedBody;
  readonly changes: readonly ResourceChange[];
}

/** A stack, as it is kept on disk. */
export interface StackRecord extends StackBody {
  /** Its ARN. */
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly updatedMs?: number;
  readonly deletedMs?: number;
  readonly status: StackStatus;
  readonly statusReason?: string | undefined;
  readonly terminationProtection: boolean;
  readonly disableRollback: boolean;
  readonly capabilities: readonly string[];
  readonly roleArn?: string | undefined;
  /** Of the request that began the last operation. */
  readonly clientRequestToken?: string | undefined;
  /** What a roll back returns to, from the beginning of an update until it cannot fail any more. */
  readonly before?: StackBody | undefined;
  readonly leftovers: readonly Leftover[];
  /** The oldest first. */
  readonly events: readonly StackEvent[];
  readonly changeSets: readonly ChangeSet[];
}
