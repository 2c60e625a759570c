import { duckDbScript, type Question } from '@tickerlake/athena-query';
import type { EngineOptions } from './engine-options.ts';

/** A question as SQL, for who asks it elsewhere: what Athena gets, or a script over the lake's folder for any DuckDB. */
export function questionSql(
  question: Question<object>,
  name: string,
  engine: EngineOptions['engine'],
  lake: string,
): string | Promise<string> {
  return engine === 'athena' ? athenaText(question) : duckDbText(question, name, lake);
}

function athenaText(question: Question<object>): string {
  const { sql, parameters } = question.compile();
  const list = parameters.length === 0 ? '' : `-- parameters: ${JSON.stringify(parameters)}\n`;
  return `${sql};\n${list}`;
}

async function duckDbText(question: Question<object>, name: string, lake: string): Promise<string> {
  return `-- ${name} over the lake ${oneLine(lake)}, for any DuckDB (tried with 1.5).
-- Run it in the folder where it was printed: duckdb < FILE, or in Python
-- duckdb.connect().execute(TEXT).df(). Times in the result are UTC.
${await duckDbScript(question, { dir: lake })}`;
}

/** A line break in a folder's name would end the comment. */
const oneLine = (path: string): string => path.replaceAll(/\s/g, ' ');
