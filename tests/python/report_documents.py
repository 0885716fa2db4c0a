"""Documents of the shape of evaluation.json (scheme.md, section 4) for the tests of the report.

Statistics come from ringtrial.robust; scores are the plain formulas, since what is tested is the page.
"""

import csv
import math
import random
from pathlib import Path

import ringtrial as rt

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
NAN = math.nan
SCORES = ("difference", "percent_difference", "percent_allowance", "z", "z_prime", "zeta", "e_n")
STATISTICS = ("robust_mean", "robust_sd", "median", "mad", "niqr", "mean", "sd", "minimum", "maximum")
SIGNALS = ("satisfactory", "questionable", "unsatisfactory", "not_scored", "not_reported", "withdrawn")


def result(laboratory, value=NAN, *, expanded_u=NAN, k=NAN, reported=None, unit="", **rest):
    """One row of results, not yet scored."""
    text = reported if reported is not None else "" if math.isnan(value) else f"{value:g}"
    row = {"laboratory": laboratory, "n_replicates": 1, "qualifier": "", "value": value}
    row |= {"u": expanded_u / (math.sqrt(3) if math.isnan(k) else k), "expanded_u": expanded_u, "k": k}
    row |= {"reported": text, "reported_unit": unit, "method": "", "used": False}
    row |= dict.fromkeys(("assigned_value", "assigned_u", "sigma_pt", *SCORES), NAN)
    return row | {"verdict_score": "", "signal": "not_scored", "reason": ""} | rest


def score(row, x_pt, u_pt, sigma, verdict):
    """Fill in the scores of one row and its signal."""
    d = row["value"] - x_pt
    row |= {"used": True, "assigned_value": x_pt, "assigned_u": u_pt, "sigma_pt": sigma}
    row |= {"difference": d, "percent_difference": 100 * d / x_pt, "verdict_score": verdict}
    row |= {"zeta": d / math.hypot(row["u"], u_pt), "e_n": d / math.hypot(2 * row["u"], 2 * u_pt)}
    row[verdict] = d / (math.hypot(sigma, u_pt) if verdict == "z_prime" else sigma)
    size = abs(row[verdict])
    row["signal"] = "satisfactory" if size <= 2 else "unsatisfactory" if size >= 3 else "questionable"


def statistics(values):
    """The summary columns of a sample."""
    if not values:
        return dict.fromkeys(STATISTICS, NAN)
    a = rt.robust.algorithm_a(values)
    mean = math.fsum(values) / len(values)
    square = math.fsum((x - mean) ** 2 for x in values)
    return {
        "robust_mean": a.location,
        "robust_sd": a.scale,
        "median": rt.robust.median(values),
        "mad": rt.robust.mad(values),
        "niqr": rt.robust.niqr(values),
        "mean": mean,
        "sd": math.sqrt(square / (len(values) - 1)) if len(values) > 1 else NAN,
        "minimum": min(values),
        "maximum": max(values),
    }


def judge(rows, values, x_pt, u_pt, target, verdict):
    """Give every row its scores or the reason why it has none; whether there are scores at all."""
    scored = len(values) >= 5 and target > 0
    for row in rows:
        if math.isnan(row["value"]) and not row["qualifier"]:
            row |= {"signal": "not_reported", "reason": "not_reported"}
        elif row["qualifier"]:
            row |= {"reason": "censored", "signal": "not_scored"}
        elif scored:
            score(row, x_pt, u_pt, target, verdict)
        else:
            row |= {"reason": "too_few" if len(values) < 5 else "zero_scale"}
    return scored


def measurand(name, rows, *, unit="mg/kg", assigned=None, sigma=None, verdict=None, **rest):
    """An entry of "measurands": with assigned=(value, u) certified, else from participants."""
    values = [row["value"] for row in rows if not math.isnan(row["value"]) and not row["qualifier"]]
    numbers = statistics(values)
    spread = numbers["robust_sd"]
    x_pt, u_pt = assigned or (numbers["robust_mean"], 1.25 * spread / math.sqrt(len(values) or NAN))
    target = spread if sigma is None else sigma
    verdict = verdict or ("z_prime" if u_pt > 0.3 * target else "z")
    scored = judge(rows, values, x_pt, u_pt, target, verdict)
    entry = {"round": "R1", "measurand": name, "item": "", "kind": "quantitative", "unit": unit}
    entry |= {"n_reported": sum(row["signal"] != "not_reported" for row in rows), "n_used": len(values)}
    entry |= {"n_censored": sum(bool(row["qualifier"]) for row in rows), "n_excluded": 0}
    entry |= {"assigned_method": "certified" if assigned else "algorithm_a"}
    entry |= {"assigned_clause": "7.4" if assigned else "7.7"}
    entry |= {"assigned_value": x_pt if scored else NAN, "assigned_u": u_pt if scored else NAN}
    entry |= {"target_method": "data" if sigma is None else "fixed", "sigma_pt": target if scored else NAN}
    entry |= {"target_clause": "8.6" if sigma is None else "8.1", "u_ratio": u_pt / (target or NAN)}
    entry |= {"u_negligible": u_pt <= 0.3 * target, "verdict_score": verdict if scored else "", **numbers}
    entry |= {"reference_value": NAN, "reference_u": NAN, "reference_agrees": None}
    entry |= {f"n_{signal}": sum(row["signal"] == signal for row in rows) for signal in SIGNALS[:4]}
    entry |= {"status": "ok" if scored else "zero_scale" if len(values) >= 5 else "too_few", "warnings": ""}
    entry |= {"estimator": {"name": "algorithm_a", "options": {}, "iterations": 9, "status": "ok"}}
    parts = {"characterisation": u_pt, "homogeneity": 0.0, "transport": 0.0, "stability": 0.0}
    shares = {"characterisation": 1.0, "homogeneity": 0.0, "transport": 0.0, "stability": 0.0}
    entry |= {"uncertainty": parts | {"shares": shares}}
    entry |= {"items": {"homogeneity": None, "stability": None}, "categories": None}
    entry |= {"outlier_tests": [], "limits": None, "rounding": None, "counts": None}
    return entry | {"strata": [], "results": rows} | rest


def qualitative(name, answers, assigned, *, kind="nominal", **rest):
    """A measurand of categories; answers is a list of (laboratory, category)."""
    rows = [
        result(code, reported=text, verdict_score="category", used=True)
        | {"signal": "satisfactory" if text == assigned else "unsatisfactory"}
        for code, text in answers
    ]
    right = sum(row["signal"] == "satisfactory" for row in rows)
    entry = measurand(name, [], unit="") | {"kind": kind, "assigned_value": assigned, "status": "ok"}
    entry |= {"n_reported": len(rows), "n_used": len(rows), "verdict_score": "category"}
    entry |= {"n_satisfactory": right, "n_unsatisfactory": len(rows) - right, "results": rows}
    entry |= {"assigned_method": "assigned_category", "assigned_clause": "11.3"}
    entry |= {"uncertainty": dict.fromkeys(entry["uncertainty"], NAN), "estimator": None}
    return entry | {"target_method": "", "target_clause": ""} | rest


def finding(code, *, severity="warning", measurand=None, laboratory=None, text="", text_zh="", **rest):
    places = dict.fromkeys(("file", "sheet", "row", "column", "cell"))
    who = {"severity": severity, "code": code, "laboratory": laboratory, "measurand": measurand}
    return (
        places
        | who
        | {"action": "kept", "action_zh": "保留", "text": text, "text_zh": text_zh or text}
        | rest
    )


def document(measurands, *, title="A round", findings=(), effective=None, **round_info):
    """A whole document of the given measurands."""
    rows = [row for entry in measurands for row in entry["results"]]
    return {
        "schema": "ringtrial/evaluation/1",
        "created": "2026-03-31T09:30:00Z",
        "ringtrial": {
            "version": "0.1.0",
            "commit": "0123abc",
            "compiler": "GNU 12.2.0",
            "instruction_set": "AVX2",
        },
        "inputs": [
            {
                "name": "results.csv",
                "sha256": "ab" * 32,
                "bytes": 81234,
                "encoding": "utf-8",
                "delimiter": ",",
                "decimal": ".",
                "sheet": None,
                "form": "long",
                "rows": len(rows),
                "columns": {"laboratory": "Lab code", "value": "Result"},
            }
        ],
        "scheme": {"name": "round.toml", "sha256": "cd" * 32, "effective": effective or {}},
        "round": {"id": "R1", "title": title, "title_zh": title, "organiser": "", "date": None} | round_info,
        "laboratories": list(dict.fromkeys(row["laboratory"] for row in rows)),
        "measurands": measurands,
        "competition": None,
        "findings": list(findings),
        "totals": {signal: sum(row["signal"] == signal for row in rows) for signal in SIGNALS},
    }


def mercury():
    """IMEP-111 (ISO 13528:2022, Tables E.6 and E.7): certified 0.044 mg/kg, U = 0.0082, k = 2."""
    with open(ROUNDS / "mercury-imep111.csv", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    rows = [
        result(
            line["Lab code"],
            float(line["Result"]),
            reported=line["Result"],
            expanded_u=float(line["Expanded uncertainty"] or "nan"),
            k=float(line["k"] or "nan"),
        )
        for line in lines
    ]
    entry = measurand("total mercury", rows, assigned=(0.044, 0.0041), sigma=0.0066, verdict="z")
    return document([entry], title="Total mercury in compound feed", title_zh="配合饲料中总汞", id="IMEP-111")


def iron_ore():
    """35 laboratories, 7 measurands, one result ten times too high, blanks and a "<"."""
    with open(ROUNDS / "iron-ore-utf8-bom.csv", encoding="utf-8-sig") as file:
        names, *lines = csv.reader(file)
    entries = []
    for column, name in list(enumerate(names))[1:]:
        texts = [(line[0], line[column].strip()) for line in lines]
        rows = [
            result(
                code,
                float(text.removeprefix("<") or "nan"),
                reported=text,
                qualifier="<" if text[:1] == "<" else "",
            )
            for code, text in texts
        ]
        entries.append(measurand(name.split("（")[0], rows, unit="%"))
    titles = {"title": "Iron ore by X-ray fluorescence", "title_zh": "铁矿石 X 射线荧光光谱法"}
    return document(entries, **titles, organiser_zh="进出口矿产品检测实验室联盟", date="2026-03-12")


def answers():
    """A qualitative measurand of 22 laboratories, two of which are wrong."""
    codes = [f"C{i:03d}" for i in range(1, 23)]
    given = [(code, "未检出" if code in ("C007", "C019") else "检出") for code in codes]
    return document([qualitative("地塞米松", given, "检出")])


def simulated(laboratories, measurands, *, seed=1, outlier=False):
    """A seeded round: 2 % of results displaced, 3 % blank; with ``outlier`` one ten times too high."""
    rng = random.Random(seed)
    entries = []
    for level in range(1, measurands + 1):
        rows = []
        for i in range(1, laboratories + 1):
            value = rng.gauss(10 * level, 0.5) + (rng.random() < 0.02) * rng.choice((-2, 3))
            value = NAN if rng.random() < 0.03 else round(value, 3)
            if outlier and i == 1:
                value = 100.0 * level
            rows.append(result(f"L{i:04d}", value, reported="" if math.isnan(value) else f"{value:.3f}"))
        entries.append(measurand(f"analyte {level}", rows))
    return document(entries, title=f"{laboratories} laboratories")
