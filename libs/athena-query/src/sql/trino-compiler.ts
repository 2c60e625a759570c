import {
  AggregateFunctionNode,
  type CompiledQuery,
  type DataTypeNode,
  DefaultQueryCompiler,
  type LimitNode,
  type OffsetNode,
  type QueryId,
  RawNode,
  type RootOperationNode,
  SelectQueryNode,
  type WhereNode,
} from 'kysely';
import { QueryTextError } from '../errors.ts';
import { assertTrinoText, readingStatement } from './text-rules.ts';
import { assertReadingTree } from './tree-rules.ts';
import { executionParameters, sqlLiteral, sqlValues } from './values.ts';

/** Trino's types by the names that Kysely has for them. */
const TYPES: Readonly<Record<string, string>> = {
  bigint: 'bigint',
  boolean: 'boolean',
  date: 'date',
  'double precision': 'double',
  integer: 'integer',
  json: 'json',
  real: 'real',
  smallint: 'smallint',
  timestamp: 'timestamp',
  varchar: 'varchar',
};
const SIZED_TYPE = /^(?:varchar|char|decimal)\([\d, ]+\)$/;

/**
 * Writes Trino SQL, the dialect of Athena, from Kysely's query tree. Values become `?` only where Athena takes them, in
 * WHERE; everywhere else they are literals.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 */
export class TrinoQueryCompiler extends DefaultQueryCompiler {
  #inWhere = false;

  /** @throws {QueryTextError} for what Athena would refuse, {@link ReadOnlyError} for what would write. */
  override compileQuery(node: RootOperationNode, queryId: QueryId): CompiledQuery {
    assertReadingTree(node);
    this.#inWhere = false;
    const compiled = super.compileQuery(node, queryId);
    assertTrinoText(compiled.sql, compiled.parameters.length);
    executionParameters(sqlValues(compiled.parameters));
    if (RawNode.is(node)) readingStatement(compiled.sql);
    return compiled;
  }

  /** Runs `visit` with values written as `?` or as literals. */
  #within(inWhere: boolean, visit: () => void): void {
    const outer = this.#inWhere;
    this.#inWhere = inWhere;
    visit();
    this.#inWhere = outer;
  }

  protected override visitSelectQuery(node: SelectQueryNode): void {
    this.#within(false, () => super.visitSelectQuery(node));
  }

  /** The WHERE of an aggregate's FILTER is not the WHERE clause that Athena speaks of. */
  protected override visitWhere(node: WhereNode): void {
    const ofAggregate = this.parentNode !== undefined && AggregateFunctionNode.is(this.parentNode);
    this.#within(!ofAggregate, () => super.visitWhere(node));
  }

  protected override appendValue(value: unknown): void {
    const literal = sqlLiteral(value);
    if (this.#inWhere && value !== null) super.appendValue(value);
    else this.append(literal);
  }

  protected override appendImmediateValue(value: unknown): void {
    this.append(sqlLiteral(value));
  }

  protected override getCurrentParameterPlaceholder(): string {
    return '?';
  }

  // Trino wants OFFSET before LIMIT and Kysely visits LIMIT first: where both are given, each is written in the
  // other's place.
  protected override visitLimit(node: LimitNode): void {
    const { offset } = this.#select();
    if (offset) super.visitOffset(offset);
    else super.visitLimit(node);
  }

  protected override visitOffset(node: OffsetNode): void {
    const { limit } = this.#select();
    if (limit) super.visitLimit(limit);
    else super.visitOffset(node);
  }

  #select(): Partial<SelectQueryNode> {
    return this.parentNode !== undefined && SelectQueryNode.is(this.parentNode) ? this.parentNode : {};
  }

  protected override visitDataType(node: DataTypeNode): void {
    const type = TYPES[node.dataType] ?? (SIZED_TYPE.test(node.dataType) ? node.dataType : undefined);
    if (type === undefined) {
      const known = Object.keys(TYPES).join(', ');
      throw new QueryTextError(node.dataType, `Athena has no type ${node.dataType}: cast to one of ${known}.`);
    }
    this.append(type);
  }
}
