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


def result(
    laboratory, value=NAN, *, expanded_u=NAN, k=NAN, reported=None, method="", qualifier="", unit="", **rest
):
    """One row of results, not yet scored."""
    text = reported if reported is not None else "" if math.isnan(value) else f"{value:g}"
    u = expanded_u / k if not math.isnan(k) else expanded_u / math.sqrt(3)
    row = {
        "laboratory": laboratory,
        "n_replicates": 1,
        "qualifier": qualifier,
        "value": value,
        "u": u,
        "expanded_u": expanded_u,
        "k": k,
        "reported": text,
        "reported_unit": unit,
        "method": method,
        "used": False,
        "assigned_value": NAN,
        "assigned_u": NAN,
        "sigma_pt": NAN,
        **dict.fromkeys(SCORES, NAN),
        "verdict_score": "",
        "signal": "not_scored",
        "reason": "",
    }
    return row | rest


def score(row, x_pt, u_pt, sigma, verdict):
    """Fill in the scores of one row and its signal."""
    d = row["value"] - x_pt
    expanded = row["u"] * 2
    row |= {
        "used": True,
        "assigned_value": x_pt,
        "assigned_u": u_pt,
        "sigma_pt": sigma,
        "difference": d,
        "percent_difference": 100 * d / x_pt,
        verdict: d / (math.hypot(sigma, u_pt) if verdict == "z_prime" else sigma),
        "zeta": d / math.hypot(row["u"], u_pt),
        "e_n": d / math.hypot(expanded, 2 * u_pt),
        "verdict_score": verdict,
    }
    size = abs(row[verdict])
    row["signal"] = "satisfactory" if size <= 2 else "unsatisfactory" if size >= 3 else "questionable"


def statistics(values):
    """The summary columns of a sample."""
    if not values:
        return dict.fromkeys(
            ("robust_mean", "robust_sd", "median", "mad", "niqr", "mean", "sd", "minimum", "maximum"), NAN
        )
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


def measurand(
    name, rows, *, unit="mg/kg", item="", assigned=None, sigma=None, verdict=None, warnings="", **rest
):
    """An entry of "measurands": with assigned=(value, u) certified, else from participants."""
    values = [row["value"] for row in rows if not math.isnan(row["value"]) and not row["qualifier"]]
    numbers = statistics(values)
    x_pt, u_pt = assigned or (
        (numbers["robust_mean"], 1.25 * numbers["robust_sd"] / math.sqrt(len(values)))
        if values
        else (NAN, NAN)
    )
    target = sigma if sigma is not None else numbers["robust_sd"]
    scored = len(values) >= 5 and target > 0
    verdict = verdict or ("z_prime" if scored and u_pt > 0.3 * target else "z")
    for row in rows:
        if math.isnan(row["value"]) and not row["qualifier"]:
            row |= {"signal": "not_reported", "reason": "not_reported"}
        elif row["qualifier"]:
            row |= {"reason": "censored", "signal": "not_scored"}
        elif scored:
            score(row, x_pt, u_pt, target, verdict)
        else:
            row |= {"reason": "too_few" if len(values) < 5 else "zero_scale"}
    count = {
        signal: sum(row["signal"] == signal for row in rows)
        for signal in ("satisfactory", "questionable", "unsatisfactory", "not_scored")
    }
    entry = {
        "round": "R1",
        "measurand": name,
        "item": item,
        "kind": "quantitative",
        "unit": unit,
        "n_reported": sum(row["signal"] != "not_reported" for row in rows),
        "n_used": len(values),
        "n_censored": sum(bool(row["qualifier"]) for row in rows),
        "n_excluded": 0,
        "assigned_method": "certified" if assigned else "algorithm_a",
        "assigned_value": x_pt if scored else NAN,
        "assigned_u": u_pt if scored else NAN,
        "assigned_clause": "7.4" if assigned else "7.7",
        "target_method": "fixed" if sigma is not None else "data",
        "sigma_pt": target if scored else NAN,
        "target_clause": "8.1" if sigma is not None else "8.6",
        "u_ratio": u_pt / target if target else NAN,
        "u_negligible": bool(target and u_pt <= 0.3 * target),
        "verdict_score": verdict if scored else "",
        **numbers,
        "reference_value": NAN,
        "reference_u": NAN,
        "reference_agrees": None,
        **{f"n_{signal}": n for signal, n in count.items()},
        "status": "ok" if scored else "too_few",
        "warnings": warnings,
        "estimator": {"name": "algorithm_a", "options": {}, "iterations": 9, "status": "ok"},
        "uncertainty": {"characterisation": u_pt, "homogeneity": 0.0, "transport": 0.0, "stability": 0.0},
        "strata": [],
        "results": rows,
    }
    return entry | rest


def qualitative(name, answers, assigned, *, kind="nominal", **rest):
    """A measurand of categories; answers is a list of (laboratory, category)."""
    rows = [
        result(code, reported=text, verdict_score="category")
        | {"signal": "satisfactory" if text == assigned else "unsatisfactory", "used": True}
        for code, text in answers
    ]
    entry = measurand(name, [], unit="")
    right = sum(row["signal"] == "satisfactory" for row in rows)
    return (
        entry
        | {
            "kind": kind,
            "n_reported": len(rows),
            "n_used": len(rows),
            "assigned_value": assigned,
            "status": "ok",
            "assigned_method": "assigned_category",
            "assigned_clause": "11.3",
            "target_method": "",
            "target_clause": "",
            "n_satisfactory": right,
            "n_unsatisfactory": len(rows) - right,
            "verdict_score": "category",
            "results": rows,
        }
        | rest
    )


def finding(code, *, severity="warning", measurand=None, laboratory=None, text="", text_zh="", **rest):
    places = dict.fromkeys(("file", "sheet", "row", "column", "cell"))
    return {
        "severity": severity,
        "code": code,
        **places,
        "laboratory": laboratory,
        "measurand": measurand,
        "action": "kept",
        "text": text,
        "text_zh": text_zh or text,
    } | rest


def document(measurands, *, title="A round", findings=(), effective=None, **round_info):
    """A whole document of the given measurands."""
    laboratories = dict.fromkeys(row["laboratory"] for entry in measurands for row in entry["results"])
    rows = [row for entry in measurands for row in entry["results"]]
    signals = ("satisfactory", "questionable", "unsatisfactory", "not_scored", "not_reported", "withdrawn")
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
                "bytes": 812,
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
        "laboratories": list(laboratories),
        "measurands": measurands,
        "findings": list(findings),
        "totals": {signal: sum(row["signal"] == signal for row in rows) for signal in signals},
    }


def mercury():
    """IMEP-111 (ISO 13528:2022, Tables E.6 and E.7): certified 0.044 mg/kg, U = 0.0082, k = 2."""
    with open(ROUNDS / "mercury-imep111.csv", encoding="utf-8") as file:
        rows = [
            result(
                line["Lab code"],
                float(line["Result"]),
                reported=line["Result"],
                expanded_u=float(line["Expanded uncertainty"] or "nan"),
                k=float(line["k"] or "nan"),
            )
            for line in csv.DictReader(file)
        ]
    entry = measurand("total mercury", rows, assigned=(0.044, 0.0041), sigma=0.0066, verdict="z")
    return document([entry], title="Total mercury in compound feed", title_zh="配合饲料中总汞", id="IMEP-111")


def iron_ore():
    """35 laboratories, 7 measurands, one result ten times too high, blanks and a "<"."""
    with open(ROUNDS / "iron-ore-utf8-bom.csv", encoding="utf-8-sig") as file:
        lines = list(csv.reader(file))
    head = next(i for i, line in enumerate(lines) if any("TFe" in cell for cell in line))
    names = lines[head]
    entries = []
    for column in (i for i, name in enumerate(names) if "%" in name):
        rows = []
        for line in lines[head + 1 :]:
            text = line[column].strip()
            if text.startswith("<"):
                rows.append(result(line[0], float(text[1:]), reported=text, qualifier="<"))
            else:
                rows.append(result(line[0], float(text or "nan"), reported=text))
        entries.append(measurand(names[column].split("(")[0].split("（")[0].strip(), rows, unit="%"))
    return document(
        entries,
        title="Iron ore by X-ray fluorescence",
        title_zh="铁矿石 X 射线荧光光谱法",
        organiser_zh="进出口矿产品检测实验室联盟",
        date="2026-03-12",
    )


def answers():
    codes = [f"C{i:03d}" for i in range(1, 23)]
    return document(
        [qualitative("地塞米松", [(c, "未检出" if c in ("C007", "C019") else "检出") for c in codes], "检出")]
    )


def simulated(laboratories, measurands, *, seed=1, outlier=False):
    """A seeded round: 2 % of results displaced, 3 % blank."""
    random.seed(seed)
    entries = []
    for m in range(measurands):
        rows = []
        for i in range(laboratories):
            value = random.gauss(10 * (m + 1), 0.5) + (random.random() < 0.02) * random.choice((-2, 3))
            value = NAN if random.random() < 0.03 else round(value, 3)
            rows.append(result(f"L{i + 1:04d}", value, reported="" if math.isnan(value) else f"{value:.3f}"))
        if outlier:
            rows[0] |= {"value": 100.0 * (m + 1), "reported": f"{100.0 * (m + 1):g}"}
        entries.append(measurand(f"analyte {m + 1}", rows))
    return document(entries, title=f"{laboratories} laboratories")
