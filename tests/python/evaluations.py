"""Evaluations made of plain tables, to try what is written; their numbers need not hang together."""

import math
import random
from types import SimpleNamespace

import numpy as np

from ringtrial.outputs.columns import ASSIGNED, COUNT, FINDINGS, FLAG, NUMBER, SCORES, SIGNALS
from ringtrial.round import Measurand, Round

NAN = math.nan
PARTS = ("characterisation", "homogeneity", "transport", "stability")
BLANK = {NUMBER: NAN, COUNT: 0, FLAG: None}

HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x.example","y")',
    "../../x",
    "@SUM(A1)",
    "+1+1",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "a\nb",
    "a\rb",
    'quo"te, comma; semicolon',
    "🧪 ﷽ \u202eevil\u202c",
    "实验室",
    "</t></is></c>",
    "<r><t>rich</t></r>",
    "_x0041_",
    "nul\x00bell\x07",
    "\ud800lone",
    "\uffff",
    "long " * 9000,
    "😀" * 20000,
    " blanks ",
    "007",
    "-5.2",
    "1e5",
    "NaN",
    "'quoted",
    "../" * 5 + "etc/passwd",
]


def result(laboratory, value=NAN, **rest):
    """One row of results: what is not said is blank."""
    row = {name: BLANK.get(kind, "") for name, kind in SCORES.items()}
    row |= {"laboratory": laboratory, "value": value, "n_replicates": 1, "used": False, "assigned_value": NAN}
    row |= {"reported": "" if math.isnan(value) else repr(value), "signal": "not_scored"}
    return row | rest


def measurand(name, results, *, item="", unit="mg/kg", kind="quantitative", digits=3, warnings="", **rest):
    """One measurand with its results."""
    row = {column: BLANK.get(kind_, "") for column, kind_ in ASSIGNED.items()}
    row |= {"measurand": name, "item": item, "unit": unit, "kind": kind, "status": "ok", "warnings": warnings}
    row |= {"assigned_value": NAN, "n_reported": len(results), "n_used": len(results), "u_negligible": True}
    row |= {f"n_{s}": sum(r["signal"] == s for r in results) for s in SIGNALS if f"n_{s}" in ASSIGNED} | rest
    for entry in results:
        entry |= {"measurand": name, "item": item, "unit": unit}
    return {"row": row, "results": results, "digits": digits}


def finding(code="footer", **rest):
    places = dict.fromkeys(FINDINGS) | {
        "severity": "info",
        "code": code,
        "action": "kept",
        "action_zh": "保留",
    }
    return places | {"text": "A sentence.", "text_zh": "一句话。"} | rest


def evaluation(
    measurands, *, findings=(), names=None, codes_assigned=False, report=None, output=None, **about
):
    """What write() and the frames are made from."""
    rows = [row for entry in measurands for row in entry["results"]]
    for row in (*rows, *(entry["row"] for entry in measurands)):
        row["round"] = "R1"
    laboratories = list(dict.fromkeys(row["laboratory"] for row in rows))
    made = SimpleNamespace(
        results={name: [row[name] for row in rows] for name in SCORES},
        summary={name: [entry["row"][name] for entry in measurands] for name in ASSIGNED},
        details=[{"name": e["row"]["measurand"], "name_zh": "", "digits": e["digits"]} for e in measurands],
        laboratories=laboratories,
        laboratory_names=names,
        codes_assigned=codes_assigned,
        all_findings=list(findings),
        data=_data(measurands, laboratories),
        frame_kind=None,
        competition=None,
        scheme=SimpleNamespace(
            name=None,
            sha256=None,
            report={"language": None, "names": False, "order": "code"} | (report or {}),
            output={"bom": True, "formats": ["csv", "json", "xlsx"]} | (output or {}),
        ),
    )
    made.to_dict = lambda: document(made, measurands, about)
    return made


def document(made, measurands, about):
    rows = [row for entry in measurands for row in entry["results"]]
    after_unit = list(SCORES)[4:]
    return {
        "schema": "ringtrial/evaluation/1",
        "created": "2026-03-31T09:30:00Z",
        "ringtrial": dict.fromkeys(("version", "commit", "compiler", "instruction_set"), "1"),
        "inputs": [{
            "name": "results.csv", "sha256": "ab" * 32, "bytes": 812, "encoding": "utf-8", "delimiter": ",",
            "decimal": ".", "sheet": None, "form": "long", "rows": len(rows),
            "columns": {"laboratory": "Lab code", "value": "Result"},
        }],
        "scheme": {"name": None, "sha256": None, "effective": {}},
        "round": {"id": "R1", "title": "A round", "title_zh": "一轮", "organiser": "", "date": None} | about,
        "laboratories": made.laboratories,
        "measurands": [
            e["row"] | {
                "estimator": {"name": "algorithm_a", "options": {}, "iterations": 9, "status": "ok"},
                "uncertainty": dict.fromkeys(PARTS, NAN) | {"shares": dict.fromkeys(PARTS, NAN)},
                "items": {"homogeneity": None, "stability": None},
                "categories": None,
                "outlier_tests": [],
                "limits": None,
                "rounding": None,
                "counts": None,
                "strata": [],
                "results": [{name: row[name] for name in after_unit} for row in e["results"]],
            }
            for e in measurands
        ],
        "competition": None,
        "findings": made.all_findings,
        "totals": {signal: sum(row["signal"] == signal for row in rows) for signal in SIGNALS},
    }  # fmt: skip


def _data(measurands, laboratories):
    """The round as read: one entry a result."""
    rows = [(position, row) for position, entry in enumerate(measurands) for row in entry["results"]]
    read = Round()
    read.measurands = [
        Measurand(
            e["row"]["measurand"], e["row"]["item"], e["row"]["unit"], e["row"]["kind"], {"strata": None}
        )
        for e in measurands
    ]
    codes = {code: position for position, code in enumerate(laboratories)}
    read.laboratories, read.names, read.codes_assigned = laboratories, None, False
    read.title, read.form = "", "long"
    read.measurand = np.array([position for position, _ in rows], dtype=np.int32)
    read.laboratory = np.array([codes[row["laboratory"]] for _, row in rows], dtype=np.int32)
    read.replicate = np.ones(len(rows), dtype=np.int32)
    read.value = np.array([row["value"] for _, row in rows], dtype=float)
    read.qualifier = np.array([{"<": -1, "": 0, ">": 1}[row["qualifier"]] for _, row in rows], dtype=np.int8)
    read.u, read.U, read.k = (
        np.array([row[name] for _, row in rows], dtype=float) for name in ("u", "expanded_u", "k")
    )
    read.text = read.reported = [row["reported"] for _, row in rows]
    read.reported_unit = [row["reported_unit"] for _, row in rows]
    read.method = [row["method"] for _, row in rows]
    read.strata = {}
    return read


def scored(laboratory, value, z):
    """A result with a z score and its signal."""
    size = abs(z)
    signal = "satisfactory" if size <= 2 else "unsatisfactory" if size >= 3 else "questionable"
    return result(
        laboratory, value, used=True, z=z, difference=z, percent_difference=100 * z, assigned_value=0.1,
        assigned_u=1 / 3, sigma_pt=math.pi, verdict_score="z", signal=signal,
    )  # fmt: skip


def typical(laboratories=35, measurands=8, seed=1, **options):
    """A round of ordinary results."""
    draw = random.Random(seed)
    codes = [f"L{number + 1:03}" for number in range(laboratories)]
    return evaluation(
        [
            measurand(
                f"M{number + 1}",
                [scored(code, draw.gauss(10, 1), draw.gauss(0, 1.3)) for code in codes],
                assigned_value=draw.gauss(10, 1), assigned_u=0.1, sigma_pt=1.0, u_ratio=0.1,
                verdict_score="z",
            )
            for number in range(measurands)
        ],
        **options,
    )  # fmt: skip


def hostile(**options):
    """Laboratories, measurands, items, units and findings with names that try to do harm."""
    return evaluation(
        [
            measurand(name, [scored(code, 1.0, 2.5) | {"method": name, "reported": code} for code in HOSTILE],
                      item=name, unit=name[:20], warnings=name)
            for name in HOSTILE
        ],
        findings=[finding(cell=name, column=name, laboratory=name, measurand=name, file=name, text=name,
                          text_zh=name) for name in HOSTILE],
        title=HOSTILE[1], title_zh=HOSTILE[0], organiser=HOSTILE[3], id=HOSTILE[2],
        **options,
    )  # fmt: skip


def nothing_known():
    """Not one number: every result missing."""
    rows = [result(f"L{number}", signal="not_reported", reason="not_reported") for number in range(3)]
    return evaluation([measurand("Fe", rows, digits=None, status="too_few", u_negligible=None)])


def qualitative():
    """A quantitative measurand beside a nominal one and a censored result."""
    tests = [("L1", "detected"), ("L2", "detected"), ("L3", "=not detected")]
    rows = [
        result(code, reported=text, used=True, verdict_score="category", assigned_value="detected",
               signal="satisfactory" if text == "detected" else "unsatisfactory")
        for code, text in tests
    ]  # fmt: skip
    numbers = [
        scored("L1", 1.5, -0.25),
        result("L2", 0.05, qualifier="<", reason="censored"),
        scored("L3", 2.5, 3.5),
    ]
    return evaluation([
        measurand("Hg", numbers, assigned_value=1.75, verdict_score="z"),
        measurand("test", rows, kind="nominal", unit="", digits=None, assigned_value="detected",
                  verdict_score="category", u_negligible=None),
    ])  # fmt: skip


ALL = {"typical": typical, "hostile": hostile, "nothing_known": nothing_known, "qualitative": qualitative}
