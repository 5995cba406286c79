"""Spark behind Ibis, with Arrow in and out.

Ibis hands tables in memory to Spark, and answers back, through pandas, where whole numbers with
a null become floats. Here both go through Arrow, so that decimals, dates, lists and nulls stay
what they are; and Parquet files are read as DuckDB reads them: by name, with the file's name.

Only import this when pyspark is installed: procurement.engines.connected does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ibis
from ibis.backends.pyspark import Backend
from ibis.backends.pyspark.datatypes import PySparkSchema
from ibis.formats.pyarrow import PyArrowData
from pyspark import SparkContext
from pyspark.sql import SparkSession
from pyspark.sql import functions as spark_functions

from procurement.engines import NoEngine

# What answers depend on. Everything else (memory, cores, object stores) is the cluster's own
# configuration: spark-defaults.conf or PYSPARK_SUBMIT_ARGS.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # As DuckDB: what can't be computed (a text that is no number, a sum too large) is an error,
    # never silently a null.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # A decimal keeps its digits; where it can't, that too is an error.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.parquet.mergeSchema": "true",
}
QUIETLY = Path(__file__).with_name("log4j2.properties")
STARTED_WITH = {
    "spark.app.name": "procurement",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
# On this machine alone nothing listens to the network, and 200 portions would be mostly empty.
ON_THIS_MACHINE = {
    "spark.driver.extraJavaOptions": f'"-Dlog4j2.configurationFile={QUIETLY}"',
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}


class Spark(Backend):  # type: ignore[misc]
    """An Ibis connection to one Spark session."""

    @property
    def session(self) -> SparkSession:
        return self._session

    def _register_in_memory_table(self, op: Any) -> None:
        schema = PySparkSchema.from_ibis(op.schema)
        frame = self._session.createDataFrame(op.data.to_pyarrow(op.schema), schema=schema)
        frame.createOrReplaceTempView(op.name)

    def to_pyarrow(
        self, expr: Any, /, *, params: Any = None, limit: Any = None, **options: Any
    ) -> Any:
        self._run_pre_execute_hooks(expr)
        table = expr.as_table()
        frame = self.raw_sql(self.compile(table, params=params, limit=limit, **options))
        return expr.__pyarrow_result__(PyArrowData.convert_table(frame.toArrow(), table.schema()))

    def read_parquet(
        self, paths: str | Path | Iterable[str | Path], /, *, filename: bool = False, **_: Any
    ) -> ibis.Table:
        """One table of these files, columns by name; with `filename`, a column of that name."""
        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        frame = self._session.read.parquet(*(str(path) for path in listed))
        if filename:
            frame = frame.withColumn("filename", spark_functions.col("_metadata.file_path"))
        name = ibis.util.gen_name("parquet")
        frame.createOrReplaceTempView(name)
        return self.table(name)


def connected(master: str) -> Spark:
    """Starts Spark in this process, or joins the session that runs in it already."""
    running = SparkContext._active_spark_context
    if running is not None and running.master != master:
        raise NoEngine(
            f"This process already works with Spark at {running.master}; "
            f"it can't also work at {master}."
        )
    Spark.register_options()
    spark: Spark = Spark().connect(_started(master), **SETTINGS)
    return spark


def _started(master: str) -> SparkSession:
    local = ON_THIS_MACHINE if master.startswith("local") else {}
    builder = SparkSession.builder.master(master)
    for name, value in (STARTED_WITH | SETTINGS | local).items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
