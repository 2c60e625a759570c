/**
 * What CloudFormation allows.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const TEMPLATE_BODY_MAX_BYTES = 51_200;
/** Of a template read from S3. */
export const TEMPLATE_URL_MAX_BYTES = 1 << 20;
export const RESOURCES_MAX = 500;
export const PARAMETERS_MAX = 200;
export const OUTPUTS_MAX = 200;
export const MAPPINGS_MAX = 200;
export const DESCRIPTION_MAX_BYTES = 1024;
/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html */
export const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;
/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
export const CHANGE_SET_NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;
/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html */
export const LOGICAL_ID = /^[a-zA-Z0-9]{1,255}$/;
/** How long a deleted stack can be asked for by its id. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export const DELETED_KEPT_MS = 90 * 86_400_000;
