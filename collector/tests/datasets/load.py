"""Loads exported files as trainers do, and prints what is in them.

    pip install datasets
    python load.py preferences.jsonl ratings.jsonl events.jsonl

A file with `chosen` has to have the columns of TRL's preference trainers (DPO, reward models), one
with `label` those of its unpaired ones (KTO): prompt and answers are texts, or lists of messages.
"""

import sys

from datasets import Dataset, load_dataset

TRAINERS = {
    "preferences": {"prompt", "chosen", "rejected"},
    "ratings": {"prompt", "completion", "label"},
}


def is_text_or_messages(value: object) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, list) and all({"role", "content"} <= set(message) for message in value)


def check(rows: Dataset) -> str:
    """Builds what a trainer reads, and returns what kind of data set it is."""
    for kind, columns in TRAINERS.items():
        if columns <= set(rows.column_names):
            trained = rows.select_columns(sorted(columns))
            for row in trained:
                label = row.pop("label", True)
                assert isinstance(label, bool), f"label is {label!r}"
                assert all(is_text_or_messages(value) for value in row.values()), row
                assert len({type(value) for value in row.values()}) == 1, row
            return kind
    assert {"stream", "seq", "type"} <= set(rows.column_names), rows.column_names
    return "events"


# Not all events have the same fields, and the columns are those of the first chunk, else of 10 MB.
CHUNK = 1 << 30

for path in sys.argv[1:]:
    rows = load_dataset("json", data_files=path, split="train", chunksize=CHUNK)
    print(f"{path}: {check(rows)}, {rows.num_rows} rows, columns {', '.join(rows.column_names)}")
    for row in rows.select(range(min(2, rows.num_rows))):
        print("   ", {name: value for name, value in row.items() if value is not None})
