"""ringtrial stability: published examples, two files or a column of times, trends, troublesome results."""

import math

import pytest
from studies_cases import ROUNDS, agree, ends, reference_cases, rows, run, same_twice, written

import ringtrial as rt

BEFORE = ROUNDS / "arsenic-chocolate-homogeneity.csv"
AFTER = ROUNDS / "arsenic-chocolate-stability.csv"


def test_chocolate_as_published(tmp_path, capsys):
    arguments = ["--out", tmp_path / "s", "--sigma-percent", "15"]
    code, out, err = run(capsys, "stability", BEFORE, AFTER, *arguments)
    assert (code, out.strip()) == (0, str(tmp_path / "s" / "report.html"))
    assert "Stable enough 1 / 1" in err
    (row,) = rows(tmp_path / "s", "measurands")
    # ISO 13528:2022, E.3 with Tables E.2 and E.3: means 0.18715 and 0.19375, difference 0.0066
    assert float(row["mean_before"]) == pytest.approx(0.18715, abs=1e-9)
    assert float(row["mean_after"]) == pytest.approx(0.19375, abs=1e-9)
    assert float(row["difference"]) == pytest.approx(0.0066, abs=1e-9)
    assert (row["time_before"], row["time_after"]) == ("arsenic-chocolate-homogeneity", "end")
    assert (row["passes"], row["decision"], row["g_before"], row["g_after"]) == ("true", "true", "10", "2")


@pytest.mark.parametrize("case", reference_cases("stability"))
def test_every_reference_case_of_two_times(case):
    pandas = pytest.importorskip("pandas")
    sides = {"before": case["args"]["y_before"], "after": case["args"]["y_after"]}
    records = [
        {"time": time, "item": i + 1, "result": value}
        for time, y in sides.items()
        for i, item in enumerate(y)
        for value in (item if isinstance(item, list) else [item])
    ]
    sigma = case["args"].get("sigma_pt")
    study = rt.studies.run("stability", pandas.DataFrame(records), sigma_pt=sigma)
    agree(study.results[0]["check"], case)


@pytest.mark.parametrize("case", reference_cases("stability_trend"))
def test_every_reference_case_of_a_trend(case):
    pandas = pytest.importorskip("pandas")
    pairs = zip(case["args"]["time"], case["args"]["y"], strict=True)
    kept = [(t, y) for t, y in pairs if t is not None and y is not None]
    records = [{"time": t, "item": f"i{i}", "result": y} for i, (t, y) in enumerate(kept)]
    life = case.get("options", {}).get("shelf_life")
    study = rt.studies.run("stability", pandas.DataFrame(records), shelf_life=life)
    if len({t for t, _ in kept}) >= 3:
        agree(study.results[0]["trend"], case)


def months(tmp_path, slope=-0.006, times=(0, 3, 6, 12), name="months.csv", unit="month"):
    lines = [f"item,time ({unit}),rep,Cd (mg/kg)"]
    for t in times:
        for i in range(3):
            for k in (1, 2):
                lines.append(
                    f"B{t}-{i},{t},{k},{1.5 + slope * t + 0.001 * ((t * 7 + i * 3 + k * 5) % 11):.4f}"
                )
    return written(tmp_path, "\n".join(lines) + "\n", name)


def test_a_trend_over_months_with_a_shelf_life(tmp_path, capsys):
    file = months(tmp_path)
    arguments = ["--sigma-pt", "0.1", "--shelf-life", "24", "--language", "both"]
    code, _, err = run(capsys, "stability", file, "--out", tmp_path / "s", *arguments)
    assert code == 0
    assert "the property changes with time" in err
    (row,) = rows(tmp_path / "s", "trend")
    assert (row["n"], row["significant"], row["shelf_life"]) == ("12", "true", "24.0")
    assert float(row["change"]) == pytest.approx(24 * float(row["slope"]))
    assert float(row["u_lts"]) == pytest.approx(24 * float(row["s_slope"]))
    assert len(rows(tmp_path / "s", "times")) == 12
    page = (tmp_path / "s" / "report.html").read_text(encoding="utf-8")
    assert "mg/kg/month" in page
    assert "稳定性" in page


def test_times_are_ordered_by_size_date_and_meaning(tmp_path):
    def span(times):
        lines = [f"{i % 3},{t},{5 + 0.1 * (i % 3)}" for i, t in enumerate(t for t in times for _ in range(3))]
        path = written(tmp_path, "item,time,result\n" + "\n".join(lines) + "\n")
        labels = [at["time"] for at in rt.studies.run("stability", path).results[0]["times"]]
        return labels[0], labels[-1]

    assert span(["10", "2", "0"]) == ("0", "10")
    assert span(["2026-03-01", "2025-11-30", "2026-01-05"]) == ("2025-11-30", "2026-03-01")
    assert span(["end", "start"]) == ("start", "end")
    assert span(["cold", "warm"]) == ("cold", "warm")


def test_two_files_are_before_and_after_in_the_order_given(tmp_path):
    text = "item,1,2\n" + "".join(f"{i},{{:.1f}},{{:.1f}}\n" for i in range(3))
    first = written(tmp_path, text.format(5.0, 5.1, 5.1, 5.2, 5.0, 5.2), "z.csv")
    second = written(tmp_path, text.format(6.0, 6.1, 6.1, 6.2, 6.0, 6.2), "a.csv")
    study = rt.studies.run("stability", [first, second])
    assert study.results[0]["check"]["difference"] == pytest.approx(1.0)
    assert study.results[0]["check"]["g_before"] == 3
    assert rt.studies.run("stability", [second, first]).results[0]["check"]["difference"] == pytest.approx(
        -1.0
    )


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("item,result\n1,2.0\n2,2.1\n", 3, "two times"),
        ("item,time,result\n1,0,2.0\n2,0,2.1\n", 3, "two times"),
        ("item,time,result\n1,0,2.0\n2,,2.1\n3,5,2.2\n", 3, "no time"),
        ("item,time,result\n1,a,2.0\n1,b,2.1\n", 0, "too few items"),
        ("item,time,result\n1,a,2\n2,a,2\n1,b,3\n2,b,3\n", 0, "agree at both times"),
        ("item,time,result\n1,a,2\n2,a,2\n1,b,\n2,b,\n", 3, "two times"),
        ("item,time,result\n1,a,2\n2,a,x\n1,b,3\n2,b,3\n", 3, "x"),
        ("item,time,result\n=1,<b>x</b>,2.0\n=2,<b>x</b>,2.1\n=1,=b,2.2\n=2,=b,2.4\n", 0, ""),
    ],
)
def test_bad_results_have_a_status_or_one_clear_message(tmp_path, capsys, text, code, said):
    ends(capsys, "stability", written(tmp_path, text), code, said, "--sigma-pt", "1")


def test_the_same_bytes_twice_and_only_by_force(tmp_path, capsys):
    assert "稳定性" in same_twice(capsys, "stability", months(tmp_path), ("measurands", "trend", "times"))


def test_words_have_no_trend_and_numbers_two_have_none():
    assert math.isnan(rt.studies.run("stability", [BEFORE, AFTER]).results[0]["sigma_pt"])
    assert rt.studies.run("stability", [BEFORE, AFTER]).results[0]["trend"] is None
