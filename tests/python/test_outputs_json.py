"""evaluation.json: as its schema says, readable by every JSON reader, the same bytes each time."""

import json
import math
from pathlib import Path

import evaluations
import jsonschema
import pytest

import ringtrial.outputs
from ringtrial.outputs import json as outputs_json
from ringtrial.outputs.columns import ASSIGNED, FINDINGS, SCORES

SCHEMA = json.loads((Path(ringtrial.outputs.__file__).parent / "evaluation.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def text(document):
    return "".join(outputs_json.pieces(document))


def strict(written):
    """Read JSON as RFC 8259 has it: NaN and Infinity are refused."""

    def refuse(name):
        raise ValueError(name)

    return json.loads(written, parse_constant=refuse)


def nulls(value):
    """The naive twin: what the document should read as."""
    if isinstance(value, dict):
        return {key: nulls(item) for key, item in value.items()}
    if isinstance(value, list):
        return [nulls(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


@pytest.mark.parametrize("make", evaluations.ALL.values(), ids=evaluations.ALL)
def test_documents_are_valid_and_say_what_they_were_made_of(make):
    document = make().to_dict()
    written = strict(text(document))
    VALIDATOR.validate(written)
    assert written == nulls(document)


def test_the_schema_is_a_schema_and_lists_the_columns_of_the_contract():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    made = SCHEMA["$defs"]
    assert list(made["result"]["properties"]) == list(SCORES)[4:]
    assert list(made["measurand"]["properties"])[: len(ASSIGNED)] == list(ASSIGNED)
    assert list(made["finding"]["properties"]) == list(FINDINGS)


def test_the_schema_lets_no_unknown_key_through():
    def objects(node):
        if isinstance(node, dict):
            yield from [node] if "properties" in node else []
            for item in node.values():
                yield from objects(item)

    found = list(objects(SCHEMA))
    assert len(found) > 6
    assert all(node["additionalProperties"] is False for node in found)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("unknown",), 1),
        (("schema",), "ringtrial/evaluation/2"),
        (("created",), "yesterday"),
        (("measurands", 0, "unknown"), 1),
        (("measurands", 0, "n_used"), 1.5),
        (("measurands", 0, "n_used"), None),
        (("measurands", 0, "kind"), "auto"),
        (("measurands", 0, "results", 0, "signal"), "good"),
        (("measurands", 0, "results", 0, "z"), "1.5"),
        (("measurands", 0, "results", 0, "unknown"), 1),
        (("totals", "good"), 1),
    ],
)
def test_the_schema_refuses(where, value):
    document = strict(text(evaluations.typical(5, 2).to_dict()))
    place = document
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    assert not VALIDATOR.is_valid(document)


def test_a_missing_column_is_refused():
    document = strict(text(evaluations.typical(5, 2).to_dict()))
    del document["measurands"][0]["results"][0]["z"]
    assert not VALIDATOR.is_valid(document)


def test_a_record_is_a_line():
    lines = text(evaluations.typical(5, 2).to_dict()).split("\n")
    assert sum(line.startswith('{"laboratory": ') for line in lines) == 10
    assert lines[0] == "{"
    assert lines[-2:] == ["}", ""]


def test_doubles_come_back_bit_for_bit():
    values = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 1e22]
    assert [x.hex() for x in strict(text({"a": values}))["a"]] == [x.hex() for x in values]


def test_numpy_scalars_and_dates_of_a_scheme_are_written():
    import datetime

    import numpy as np

    written = strict(text({"a": [np.float64("nan"), np.float64(0.1), np.int64(2), np.bool_(True)],
                           "b": datetime.date(2026, 3, 1), "c": [np.float32(0.5)]}))  # fmt: skip
    assert written == {"a": [None, 0.1, 2, True], "b": "2026-03-01", "c": [0.5]}


def test_lone_surrogates_stay_valid_json(tmp_path):
    outputs_json.write_document(tmp_path / "x.json", {"a": "\ud800", "b": "实验室 \x00 \u2028"})
    assert strict((tmp_path / "x.json").read_text("utf-8")) == {"a": "\ud800", "b": "实验室 \x00 \u2028"}


def test_the_same_document_gives_the_same_bytes():
    assert text(evaluations.typical().to_dict()) == text(evaluations.typical().to_dict())


def test_writing_costs_no_more_than_a_few_plain_dumps():
    """A ratio, so that the machine does not matter: the encoder itself is the bulk of the work."""
    import time

    document = evaluations.typical(1000, 10).to_dict()

    def best(work):
        times = []
        for _ in range(5):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        return min(times)

    assert best(lambda: text(document)) < 4 * best(lambda: json.dumps(document))


def test_the_document_of_a_frame_is_as_the_schema_says():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"lab": [f"L{i}" for i in range(12)], "Fe": [5 + i / 10 for i in range(12)]})
    document = strict(text(ringtrial.evaluate(frame).to_dict()))
    VALIDATOR.validate(document)
    assert document["inputs"][0]["name"] is None
