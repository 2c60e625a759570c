import type { Stack } from './stack.ts';
import type { ResourceStatus, StackRecord, StackStatus } from './stack-record.ts';

const INTERRUPTED = 'The local account was stopped while this was under way.';

/** Operations that can only be gone on with, for there is nothing to take back any more. */
export const isCleaningUp = ({ status }: Pick<StackRecord, 'status'>): boolean =>
  status.endsWith('_CLEANUP_IN_PROGRESS');

/** What becomes of a stack whose operation ends without having come to an end. */
export function failedStatus(status: StackStatus): StackStatus {
  switch (status) {
    case 'CREATE_IN_PROGRESS':
      return 'CREATE_FAILED';
    case 'UPDATE_IN_PROGRESS':
      return 'UPDATE_FAILED';
    case 'ROLLBACK_IN_PROGRESS':
      return 'ROLLBACK_FAILED';
    case 'UPDATE_ROLLBACK_IN_PROGRESS':
      return 'UPDATE_ROLLBACK_FAILED';
    case 'DELETE_IN_PROGRESS':
      return 'DELETE_FAILED';
    default:
      return status;
  }
}

/** Ends what a killed process had begun: what was under way has failed, and can be deleted, rolled back or gone on with. */
export function recover(stack: Stack): void {
  for (const { changedMs: _, ...resource } of Object.values(stack.record.resources))
    if (resource.status.endsWith('_IN_PROGRESS'))
      stack.setResource({ ...resource, status: failedResource(resource.status), reason: INTERRUPTED });
  const failed = failedStatus(stack.record.status);
  if (failed !== stack.record.status) stack.enter(failed, INTERRUPTED);
}

function failedResource(status: ResourceStatus): ResourceStatus {
  if (status === 'CREATE_IN_PROGRESS' || status === 'IMPORT_IN_PROGRESS') return 'CREATE_FAILED';
  return status === 'DELETE_IN_PROGRESS' ? 'DELETE_FAILED' : 'UPDATE_FAILED';
}
