import { type Blueprint, drawBlueprint, type Place } from '../template/blueprint.ts';
import { neededCapability } from '../template/capabilities.ts';
import { parseTemplate } from '../template/parse-template.ts';
import { type GivenParameter, resolveParameters } from '../template/parameters.ts';
import { readTemplate } from '../template/template.ts';
import { ServiceError } from '../../service.ts';
import { type Plan, plan } from './plan.ts';
import type { StackRecord, Tags, WantedBody } from './stack-record.ts';
import type { Workshop } from './workshop.ts';

/** What a caller asks to be deployed. */
export interface Submission {
  readonly templateBody: string;
  readonly parameters: readonly GivenParameter[];
  readonly tags: Tags;
  readonly capabilities: readonly string[];
  /** Whether resources that no stack has are taken in where the template names them, instead of being in its way. */
  readonly importExisting: boolean;
}

export interface Prepared {
  readonly wanted: WantedBody;
  readonly plan: Plan;
}

/** Checks what a caller asks for against what there is, and finds what it would change. Throws as CloudFormation words it. */
export function prepare(
  { templateBody, parameters, tags, capabilities, importExisting }: Submission,
  current: StackRecord | undefined,
  place: Place,
  { handlers, exports, unowned }: Workshop,
): Prepared {
  const template = readTemplate(parseTemplate(templateBody));
  const needed = neededCapability(template);
  // The greater one includes the lesser.
  if (needed && !capabilities.includes(needed.name) && !capabilities.includes('CAPABILITY_NAMED_IAM'))
    throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${needed.name}]`);
  const sources = { previous: current?.parameters ?? [], ssm: place.ssm };
  const values = resolveParameters(template.parameters, parameters, sources);
  const blueprint = drawBlueprint(template, values, place);
  const old = current && { body: current, template: readTemplate(parseTemplate(current.templateBody)) };
  const found = plan({
    blueprint,
    tags,
    current: old,
    handlers,
    exported: exports.valueOf,
    unowned: importExisting ? unowned : () => undefined,
  });
  // A deployment that failed is to be ended, even where nothing is left to do for it.
  const isWhole = current?.status.endsWith('_COMPLETE') ?? true;
  const { description } = template;
  return {
    wanted: { templateBody, description, parameters: values, tags, imports: found.imports, importExisting },
    plan: { ...found, isEmpty: found.isEmpty && isWhole },
  };
}

/** The blueprint of what was prepared before, or of what a stack was made of. */
export const blueprintOf = ({ templateBody, parameters }: WantedBody, place: Place): Blueprint =>
  drawBlueprint(readTemplate(parseTemplate(templateBody)), parameters, place);
