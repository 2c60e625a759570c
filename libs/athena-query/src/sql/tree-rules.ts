import {
  AliasNode,
  ColumnNode,
  CommonTableExpressionNode,
  IdentifierNode,
  JoinNode,
  type OperationNode,
  OperatorNode,
  OrderByItemNode,
  ReferenceNode,
  SelectModifierNode,
  SelectQueryNode,
} from 'kysely';
import { QueryTextError, ReadOnlyError } from '../errors.ts';

const refuse = (construct: string, instead: string): never => {
  throw new QueryTextError(construct, `Athena does not know ${construct}: ${instead}.`);
};

/** Kysely's operators that mean the same in Trino; the others are some other database's. */
const OPERATORS: ReadonlySet<string> = new Set(
  '=,!=,<>,>,>=,<,<=,+,-,*,/,%,||,in,not in,is,is not,like,not like,between,not,exists,not exists,is distinct from,is not distinct from'.split(
    ',',
  ),
);

const WRITING_NODE = /^(?:Insert|Update|Delete|Merge|Create|Alter|Drop|Refresh)\w*Node$/;

/** Kinds of nodes that no reading query of Trino has, with what to write instead. */
const REFUSED_KINDS: Readonly<Record<string, readonly [construct: string, instead: string]>> = {
  CollateNode: ['COLLATE', 'compare lower(column)'],
  FetchNode: ['FETCH from Kysely', 'use limit()'],
  JSONReferenceNode: ['->', 'use json_extract_scalar()'],
  TopNode: ['TOP', 'use limit()'],
};

/** The name that a GROUP BY item or a selection gives without a table; a name with its table is never an alias. */
function bareName(node: OperationNode): string | undefined {
  if (ReferenceNode.is(node) && node.table === undefined) return bareName(node.column);
  return ColumnNode.is(node) ? node.column.name : undefined;
}

function aliasOf(node: OperationNode): string | undefined {
  if (!AliasNode.is(node) || !IdentifierNode.is(node.alias)) return undefined;
  const alias = node.alias.name;
  const isThatColumn = ReferenceNode.is(node.node) && bareName(node.node.column) === alias;
  return isThatColumn ? undefined : alias;
}

/** DuckDB lets GROUP BY name a selected alias; Trino takes it for a column, and fails or groups by something else. */
function assertNoAliasInGroupBy({ selections = [], groupBy }: SelectQueryNode): void {
  const aliases = new Set(selections.map(({ selection }) => aliasOf(selection)));
  for (const { groupBy: item } of groupBy?.items ?? []) {
    const name = bareName(item);
    if (name === undefined || !aliases.has(name)) continue;
    refuse(`GROUP BY the alias "${name}"`, 'group by the expression itself, or by table.column');
  }
}

function assertReadingNode(node: OperationNode): void {
  if (WRITING_NODE.test(node.kind)) throw new ReadOnlyError(`this one holds ${node.kind.replace('Node', '')}`);
  const refused = REFUSED_KINDS[node.kind];
  if (refused) refuse(...refused);
  if (OperatorNode.is(node) && !OPERATORS.has(node.operator)) refuse(node.operator, 'use an operator of standard SQL');
  if (JoinNode.is(node) && node.joinType.endsWith('Apply')) refuse('APPLY', 'use a join');
  if (OrderByItemNode.is(node) && node.collation) refuse('COLLATE', 'order by lower(column)');
  if (CommonTableExpressionNode.is(node) && node.materialized !== undefined) refuse('MATERIALIZED', 'leave it out');
  if (SelectModifierNode.is(node) && node.modifier !== 'Distinct') {
    refuse(node.modifier ?? 'a modifier of SELECT', 'leave it out: nothing is locked in a lake');
  }
  if (!SelectQueryNode.is(node)) return;
  if (node.distinctOn) refuse('DISTINCT ON', 'use row_number() in a subquery');
  assertNoAliasInGroupBy(node);
}

const isNode = (value: unknown): value is OperationNode =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'kind') === 'string';

/**
 * Holds a query tree against what Trino can read, before any text is written.
 * @throws {ReadOnlyError} for what would write, {@link QueryTextError} for what Athena does not know.
 */
export function assertReadingTree(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) assertReadingTree(item);
  } else if (isNode(value)) {
    assertReadingNode(value);
    for (const child of Object.values(value)) assertReadingTree(child);
  }
}
