import { validationError } from '../validation-error.ts';
import { holds } from './conditions.ts';
import type { Scope } from './evaluate.ts';
import { isList, isMap, type JsonMap } from './json.ts';

/**
 * Throws when a rule on the parameters is broken, such as CDK's on the version of the bootstrap stack.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function checkRules(rules: ReadonlyMap<string, JsonMap>, scope: Scope): void {
  for (const [name, { RuleCondition: condition, Assertions: assertions }] of rules) {
    if (!isList(assertions)) throw validationError(`Template format error: Rule ${name} has no list of Assertions`);
    if (condition !== undefined && !holds(condition, scope)) continue;
    for (const assertion of assertions.filter(isMap)) {
      if (holds(assertion['Assert'], scope)) continue;
      const { AssertDescription: why = `rule ${name} is broken` } = assertion;
      throw validationError(`Template validation error: ${typeof why === 'string' ? why : JSON.stringify(why)}`);
    }
  }
}
