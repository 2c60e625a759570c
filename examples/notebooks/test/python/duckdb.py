"""A stand-in for DuckDB's Python module, for machines that have none, such as those of CI.

It knows the few calls that the notebook makes, connect(), execute() and df(), and has Node's DuckDB run the SQL in a
process beside it: the same engine, another way to it. Where the real module is installed, that one is used instead.
"""

import json
import pathlib
import subprocess

import pandas

_BRIDGE = pathlib.Path(__file__).with_name("duckdb-bridge.ts")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")


def _series(column, values):
    """A column as the real module gives it to pandas."""
    if column["type"] == "TIMESTAMP":
        return pandas.to_datetime(pandas.Series(values, dtype=object))
    if column["type"] == "VARCHAR":
        return pandas.Series(values, dtype=object)
    if column["type"] in ("DOUBLE", "HUGEINT") or (column["type"] in _WHOLE and None in values):
        return pandas.Series(values, dtype="float64")
    if column["type"] in _WHOLE:
        return pandas.Series(values, dtype="int64")
    raise NotImplementedError(f"The stand-in for duckdb has no column of type {column['type']}: teach it, in {__file__}.")


class _Connection:
    def __init__(self):
        self._bridge = subprocess.Popen(
            ["node", _BRIDGE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._answer = None

    def execute(self, sql, parameters=()):
        self._bridge.stdin.write(json.dumps({"sql": sql, "parameters": list(parameters)}) + "\n")
        self._bridge.stdin.flush()
        self._answer = json.loads(self._bridge.stdout.readline())
        if "error" in self._answer:
            raise RuntimeError(self._answer["error"])
        return self

    def df(self):
        columns = self._answer["columns"]
        rows = self._answer["rows"]
        return pandas.DataFrame(
            {column["name"]: _series(column, [row[at] for row in rows]) for at, column in enumerate(columns)}
        )

    def close(self):
        self._bridge.stdin.close()
        self._bridge.wait()
        self._bridge.stdout.close()

    def __del__(self):
        if not self._bridge.stdin.closed:
            self.close()


def connect():
    return _Connection()
