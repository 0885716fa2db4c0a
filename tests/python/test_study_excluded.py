"""Laboratories that a scheme excludes or withdraws, in every study whose rows are laboratories."""

import pytest
from studies_cases import written

import ringtrial as rt

LABORATORIES = "ABCDEFGH"
# Numbers at will: what a study says without L is held to what it says of a file that never had L.
A = [10.1, 10.4, 9.9, 10.2, 10.0, 10.3, 14.0, 10.6]
B = [11.0, 11.5, 10.8, 11.2, 11.1, 11.3, 15.2, 11.4]
EXCLUDED, WITHDRAWN = "G", "H"
SCHEME = {"measurand": {"*": {"exclude": [EXCLUDED], "withdraw": [WITHDRAWN]}}}


def table(tmp_path, header, rows, without="", name="all.csv"):
    lines = [",".join(map(str, row)) for row in rows if row[0] not in without]
    return written(tmp_path, "\n".join([header, *lines]) + "\n", name)


def both(tmp_path, study, header, rows, without, scheme=SCHEME, **options):
    """The study under the scheme, and that of a file without these laboratories."""
    few = table(tmp_path, header, rows, without, "few.csv")
    whole = table(tmp_path, header, rows)
    return rt.studies.run(study, whole, scheme, **options), rt.studies.run(study, few, **options)


def said(study, code="study_excluded"):
    return [(finding.measurand, finding.action, finding.text) for finding in study.findings
            if finding.code == code]  # fmt: skip


def test_youden_leaves_out_both(tmp_path):
    rows = list(zip(LABORATORIES, A, B, strict=True))
    study, plain = both(tmp_path, "youden", "lab,A,B", rows, EXCLUDED + WITHDRAWN)
    assert study.table("pairs", "pandas").equals(plain.table("pairs", "pandas"))
    assert study.table("laboratories", "pandas").equals(plain.table("laboratories", "pandas"))
    (told,) = said(study)
    assert told[:2] == ("A – B", "left out, as the scheme says") and told[2].endswith("withdraws: G, H.")


def test_one_item_that_is_excluded_leaves_no_pair(tmp_path):
    scheme = {"measurand": {"B": {"exclude": ["C"]}}}
    rows = list(zip(LABORATORIES, A, B, strict=True))
    study, plain = both(tmp_path, "youden", "lab,A,B", rows, "C", scheme)
    assert study.table("pairs", "pandas").equals(plain.table("pairs", "pandas"))


def test_rank_ranks_the_excluded_and_not_the_withdrawn(tmp_path):
    rows = [(lab, a - 10.2, b - 11.2) for lab, a, b in zip(LABORATORIES, A, B, strict=True)]
    study, plain = both(tmp_path, "rank", "lab,A,B", rows, WITHDRAWN, scores=True)
    ranking = study.table("ranking", "pandas")
    assert ranking[ranking["laboratory"] == WITHDRAWN]["status"].tolist() == ["too_few"]
    for name in ("laboratory", "rank", "statistic"):
        ranked = ranking[ranking["status"] == "ok"][name]
        assert ranked.tolist() == plain.table("ranking", "pandas")[name].tolist()
    assert [label for label, _, _ in said(study)] == ["A", "B"]


def test_rank_of_results_says_what_score_says(tmp_path):
    rows = list(zip(LABORATORIES, A, B, strict=True))
    study = rt.studies.run("rank", table(tmp_path, "lab,A,B", rows), SCHEME)
    assert {finding.laboratory for finding in study.findings if finding.code == "lab_withdrawn"} == {"H"}
    assert {finding.laboratory for finding in study.findings if finding.code == "lab_excluded"} == {"G"}
    unranked = study.table("ranking", "pandas").query("status != 'ok'")
    assert unranked["laboratory"].tolist() == [WITHDRAWN]


def test_consensus_compares_the_excluded_and_drops_the_withdrawn(tmp_path):
    rows = [(lab, a, 0.1) for lab, a in zip(LABORATORIES, A, strict=True)]
    options = {"estimator": "weighted_mean", "draws": 100}
    study, plain = both(tmp_path, "consensus", "lab,result,u", rows, EXCLUDED + WITHDRAWN, **options)
    assert study.results[0]["fit"]["value"] == plain.results[0]["fit"]["value"]
    laboratories = study.table("laboratories", "pandas")
    assert laboratories["laboratory"].tolist() == list("ABCDEFG")
    assert laboratories["part"].tolist() == [True] * 6 + [False]
    assert said(study)[0][2].endswith(": H.")
    assert said(study, "consensus_excluded")[0][2].endswith(": G.")


def test_answers_of_the_excluded_are_scored_and_not_counted(tmp_path):
    rows = list(zip(LABORATORIES, ["x", "x", "x", "x", "y", "x", "y", "y"], strict=True))
    study, plain = both(tmp_path, "qualitative", "lab,result", rows, EXCLUDED + WITHDRAWN)
    found = study.table("measurands", "pandas")
    assert found.drop(columns="measurand").equals(
        plain.table("measurands", "pandas").drop(columns="measurand")
    )
    assert (found["n"][0], found["count"][0], found["n_unsatisfactory"][0]) == (6, 5, 1)
    laboratories = study.table("laboratories", "pandas")
    assert laboratories["laboratory"].tolist() == list("ABCDEFG")
    assert laboratories["signal"].tolist()[-1] == "unsatisfactory"
    assert [text[-3:] for _, _, text in said(study)] == [" G.", " H."]
    assert "scored all the same" in said(study)[0][1]


def test_agreement_over_items_is_that_of_the_others(tmp_path):
    rows = [(lab, item, answer) for item, answers in (("1", "xxxyxxyy"), ("2", "yyyyxyxx"), ("3", "xyxxxxyy"))
            for lab, answer in zip(LABORATORIES, answers, strict=True)]  # fmt: skip
    study, plain = both(
        tmp_path, "qualitative", "lab,item,answer", rows, EXCLUDED + WITHDRAWN, kind="nominal"
    )
    columns = ["laboratories", "alpha", "kappa"]
    assert study.table("agreement", "pandas")[columns].equals(plain.table("agreement", "pandas")[columns])
    assert EXCLUDED in study.table("performance", "pandas")["laboratory"].tolist()


def test_counts_of_the_excluded_are_scored_and_not_counted(tmp_path):
    rows = list(zip(LABORATORIES, [10, 12, 9, 11, 10, 12, 40, 50], strict=True))
    study, plain = both(tmp_path, "qualitative", "lab,cfu", rows, EXCLUDED + WITHDRAWN, kind="counts")
    columns = ["assigned", "statistic", "p_value"]
    assert study.table("dispersion", "pandas")[columns].equals(plain.table("dispersion", "pandas")[columns])
    counts = study.table("counts", "pandas")
    assert counts["laboratory"].tolist() == list("ABCDEFG") and counts["score"].tolist()[-1] > 3


def test_detection_leaves_out_both(tmp_path):
    positives = [(0, 3, 6)] * 6 + [(6, 6, 6)] * 2
    rows = [(lab, level, k, 6) for lab, found in zip(LABORATORIES, positives, strict=True)
            for level, k in zip((0, 1, 5), found, strict=True)]  # fmt: skip
    study, plain = both(tmp_path, "qualitative", "lab,level,positive,n", rows, EXCLUDED + WITHDRAWN)
    for name in ("detection", "lod", "laboratories"):
        assert study.table(name, "pandas").equals(plain.table(name, "pandas")), name
    assert said(study)[0][2].endswith(": G, H.")


@pytest.mark.parametrize("kind", ["youden", "precision", "consensus", "rank"])
def test_a_laboratory_that_is_not_there_is_told(tmp_path, kind):
    header = "lab,result,u" if kind == "consensus" else "lab,A,B"
    rows = [
        row for lab, a, b in zip(LABORATORIES, A, B, strict=True) for row in [(lab, a, b / 50), (lab, a, b)]
    ]
    rows = rows if kind == "precision" else rows[::2]
    study = rt.studies.run(kind, table(tmp_path, header, rows), {"measurand": {"*": {"exclude": ["Z"]}}})
    assert [text for _, _, text in said(study, "scheme_unused")] == [
        'The scheme names exclude = "Z", and nothing in the results matches it.'
    ]
