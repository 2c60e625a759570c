/** A licence as packages state it: one by its SPDX name, or several joined. https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/ */
type Expression =
  { readonly id: string } | { readonly operator: 'AND' | 'OR'; readonly left: Expression; readonly right: Expression };

const TOKEN = /\s*(\(|\)|[A-Za-z\d.+:-]+)/uy;
const OPERATORS = new Set(['AND', 'OR', 'WITH']);

function tokens(text: string): string[] | undefined {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) return undefined;
    found.push(token);
  }
  return found;
}

/** Reads from the front of `rest` what it understands; `undefined` where that is no expression. */
function readOperand(rest: string[]): Expression | undefined {
  const token = rest.shift();
  if (token === '(') {
    const inner = readOr(rest);
    return rest.shift() === ')' ? inner : undefined;
  }
  if (token === undefined || token === ')' || OPERATORS.has(token)) return undefined;
  if (rest[0] !== 'WITH') return { id: token };
  rest.shift();
  const exception = rest.shift();
  return exception === undefined || !/^[A-Za-z]/u.test(exception) ? undefined : { id: `${token} WITH ${exception}` };
}

function readJoined(
  rest: string[],
  operator: 'AND' | 'OR',
  readPart: (rest: string[]) => Expression | undefined,
): Expression | undefined {
  let left = readPart(rest);
  while (left !== undefined && rest[0] === operator) {
    rest.shift();
    const right = readPart(rest);
    left = right && { operator, left, right };
  }
  return left;
}

/** AND binds tighter than OR. */
function readOr(rest: string[]): Expression | undefined {
  return readJoined(rest, 'OR', (parts) => readJoined(parts, 'AND', readOperand));
}

function parse(text: string): Expression | undefined {
  const rest = tokens(text);
  const expression = rest && readOr(rest);
  return rest?.length === 0 ? expression : undefined;
}

function holds(expression: Expression, allowed: ReadonlySet<string>): boolean {
  if ('id' in expression) return allowed.has(expression.id);
  const [left, right] = [holds(expression.left, allowed), holds(expression.right, allowed)];
  return expression.operator === 'AND' ? left && right : left || right;
}

/**
 * Whether a licence is one of `allowed`: of `A OR B` one of the two, of `A AND B` both. No licence, or a text that is no SPDX
 * expression, never is.
 */
export function isAllowedLicence(licence: string | undefined, allowed: ReadonlySet<string>): boolean {
  const expression = parse(licence ?? '');
  return expression !== undefined && holds(expression, allowed);
}
