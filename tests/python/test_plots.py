"""Pictures for notebooks: the same specifications as the report's, as Altair charts."""

import json
import math

import altair
import numpy as np
import pytest
import report_documents as make

import ringtrial as rt


def fields(chart):
    return {field for rows in chart.to_dict()["datasets"].values() for row in rows for field in row}


def test_each_picture_is_a_valid_chart():
    mercury, answers = make.mercury(), make.answers()
    charts = [
        rt.plots.ordered_results(mercury),
        rt.plots.histogram(mercury),
        rt.plots.ordered_scores(mercury),
        rt.plots.heatmap(make.iron_ore()),
        rt.plots.categories(answers),
    ]
    for chart in charts:
        assert isinstance(chart, altair.TopLevelMixin)
        json.dumps(chart.to_dict(), allow_nan=False)  # to_dict validates against Vega-Lite's schema


def test_a_chart_has_the_data_of_the_report():
    shown = json.dumps(rt.plots.ordered_results(make.mercury()).to_dict(), ensure_ascii=False)
    assert "L04: 0.013 mg/kg, z = −4.70" in shown


def test_a_heat_map_of_many_laboratories_is_in_strips():
    assert "vconcat" in rt.plots.heatmap(make.simulated(90, 2)).to_dict()
    assert "vconcat" not in rt.plots.heatmap(make.simulated(40, 2)).to_dict()


def test_a_chart_can_be_saved(tmp_path):
    rt.plots.ordered_scores(make.mercury()).save(str(tmp_path / "scores.svg"))
    assert "<svg" in (tmp_path / "scores.svg").read_text(encoding="utf-8")


def test_plain_numbers_have_a_histogram():
    rng = np.random.default_rng(1)
    chart = rt.plots.histogram(np.append(rng.normal(10, 1, 60), np.nan), unit="mg/kg")
    text = json.dumps(chart.to_dict())
    assert '"mg/kg"' in text and '"line"' in text
    counts = [row["count"] for rows in _data(chart) for row in rows if "high" in row]
    assert sum(counts) == 60
    assert '"line"' not in json.dumps(rt.plots.histogram([1.0, 2, 3, 4], density=False).to_dict())


def _data(chart):
    spec = chart.to_dict()
    return [*spec.get("datasets", {}).values(), *(layer["data"].get("values", []) for layer in spec["layer"])]


@pytest.mark.parametrize("values", [[], [math.nan], [1.0, math.inf]])
def test_numbers_that_have_no_histogram_are_refused(values):
    with pytest.raises(ValueError, match=r"^histogram: values must hold one number or more, all finite"):
        rt.plots.histogram(values)


def test_an_unknown_measurand_is_refused_with_those_there_are():
    with pytest.raises(
        ValueError, match=r"^ordered_results: measurand = 'Fe', item = '' must name one of 'TFe', 'SiO2'"
    ):
        rt.plots.ordered_results(make.iron_ore(), "Fe")
    with pytest.raises(ValueError, match=r"^ordered_results: measurand must name one of"):
        rt.plots.ordered_results(make.iron_ore())
    with pytest.raises(ValueError, match="has no score that makes signals"):
        rt.plots.ordered_scores(make.answers())


def test_items_and_ranks_are_drawn_too(tmp_path):
    (tmp_path / "items.csv").write_text("item,A\n1,10\n1,10.2\n2,10.1\n2,10.3\n", encoding="utf-8")
    rows = [f"L{i},{10 + i / 10},{20 + i / 7},{30 - i / 9}" for i in range(9)]
    (tmp_path / "r.csv").write_text("lab,A,B,C\n" + "\n".join(rows), encoding="utf-8")
    scheme = {"measurand": {"A": {"homogeneity_file": str(tmp_path / "items.csv")}}, "competition": {}}
    evaluation = rt.evaluate(tmp_path / "r.csv", scheme)
    for chart in (rt.plots.items(evaluation, "A"), rt.plots.rank_intervals(evaluation)):
        assert chart.to_dict()["layer"]
    with pytest.raises(ValueError, match="items: 'B' has no check"):
        rt.plots.items(evaluation, "B")
    with pytest.raises(ValueError, match="rank_intervals: the evaluation has no competition"):
        rt.plots.rank_intervals(rt.evaluate(tmp_path / "r.csv"))
