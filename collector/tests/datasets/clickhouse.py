"""Checks that clickhouse.sql makes the same data sets as the exports, in an embedded ClickHouse.

    pip install chdb
    python clickhouse.py FOLDER

FOLDER holds responses.jsonl, and what `export` wrote from it: events.jsonl, preferences.jsonl and
ratings.jsonl. Some events are stored twice, as a pipeline may.
"""

import json
import re
import sys
from pathlib import Path

from chdb import session

LOGS = "Timestamp DateTime64(9), ScopeName String, LogAttributes Map(String, String)"
RESPONSES = "response String, prompt String, completion String"
COLUMNS = {
    "ratings": ("prompt", "completion", "label"),
    "preferences": ("prompt", "chosen", "rejected"),
}
OWN_PLACE = {"hour", "context", "conversation", "response"}


def text(value: object) -> str:
    return json.dumps(value) if isinstance(value, list) else str(value)


def record(event: dict) -> dict:
    """What the pipeline stores of an event, as far as the queries read it."""
    attributes = {f"tellback.{name}": text(event[name]) for name in event.keys() - OWN_PLACE}
    attributes["gen_ai.conversation.id"] = event["conversation"]
    attributes["gen_ai.response.id"] = event.get("response", "")
    if event["type"] == "rated":
        label = event.get("thumb") or text(event["stars"] or "none")
        attributes["gen_ai.evaluation.score.label"] = label
    time = event["hour"].replace("T", " ") + ":00:00"
    return {"Timestamp": time, "ScopeName": "tellback", "LogAttributes": attributes}


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


folder = Path(sys.argv[1])
queries = re.sub(r"--.*", "", (Path(__file__).parents[2] / "clickhouse.sql").read_text())
*views, ratings, preferences = [query for query in queries.split(";") if query.strip()]

clickhouse = session.Session()
clickhouse.query("CREATE DATABASE tellback")
clickhouse.query("USE tellback")
records = [json.dumps(record(event)) for event in lines(folder / "events.jsonl")]
stored = folder / "otel_logs.jsonl"
stored.write_text("\n".join(records + records[: len(records) // 10]))
for table, columns, file in [
    ("otel_logs", LOGS, stored),
    ("responses", RESPONSES, folder / "responses.jsonl"),
]:
    clickhouse.query(f"CREATE TABLE {table} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
    clickhouse.query(
        f"INSERT INTO {table} SELECT * FROM file('{file.resolve()}', JSONEachRow, '{columns}')"
    )
for view in views:
    clickhouse.query(view)

for name, query in [("ratings", ratings), ("preferences", preferences)]:
    made = {
        tuple(json.loads(row).values())
        for row in str(clickhouse.query(query, "JSONEachRow")).splitlines()
    }
    exported = {
        tuple(row[column] for column in COLUMNS[name]) for row in lines(folder / f"{name}.jsonl")
    }
    assert made == exported, f"{name}: {len(made ^ exported)} rows differ"
    print(f"{name}: the same {len(made)} rows")
