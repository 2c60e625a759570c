import { createHash } from 'node:crypto';
import type { ResourceRequest } from './resource-handler.ts';

const SUFFIX_LENGTH = 12;

/**
 * The name of a resource whose template gives none, as CloudFormation makes it: `stack-LogicalId-1A2B3C4D5E6F`, stack and
 * logical id cut to fit into `maxLength`. The same request gives the same name.
 */
export function physicalName(
  { stackName, logicalId, clientToken }: Pick<ResourceRequest, 'stackName' | 'logicalId' | 'clientToken'>,
  maxLength: number,
): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}/${clientToken}`).digest('hex');
  const suffix = digest.slice(0, SUFFIX_LENGTH).toUpperCase();
  const room = maxLength - SUFFIX_LENGTH - 2;
  const stackRoom = Math.max(room >> 1, room - logicalId.length);
  const stack = stackName.slice(0, stackRoom);
  return [stack, logicalId.slice(0, room - stack.length), suffix].filter((part) => part !== '').join('-');
}
