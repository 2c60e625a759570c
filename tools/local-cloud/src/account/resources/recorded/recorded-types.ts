import { catalogTypes } from './catalog-types.ts';
import { iamTypes } from './iam-types.ts';
import { monitoringTypes } from './monitoring-types.ts';
import type { RecordedType } from './recorded-type.ts';
import { securityTypes } from './security-types.ts';
import { toolingTypes } from './tooling-types.ts';
import { triggerTypes } from './trigger-types.ts';

/**
 * Every type that is there without doing anything. The identifiers are those of the types' pages.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const recordedTypes: readonly RecordedType[] = [
  ...iamTypes,
  ...securityTypes,
  ...catalogTypes,
  ...monitoringTypes,
  ...triggerTypes,
  ...toolingTypes,
];
