"""The report as HTML: what it shows, what it escapes, how it prints numbers."""

import base64
import copy
import hashlib
import json
import math
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
import report_documents as make

import ringtrial as rt
from ringtrial import messages
from ringtrial.errors import UsageError
from ringtrial.report import numbers, render
from ringtrial.report.context import natural
from ringtrial.report.pictures.histogram import bin_width, count_bins
from ringtrial.report.pictures.points import thinned

HOSTILE = "<script>alert(1)</script>\"'&"
VOID = {"br", "img", "input", "meta"}


class Page(HTMLParser):
    """Elements with their attributes, and the texts of those that matter."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.texts = {}
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in set(self._open):
            self.texts.setdefault(tag, []).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def classes(self, name):
        return [a for _, a in self.elements if name in (a.get("class") or "").split()]


@pytest.fixture(scope="module")
def mercury():
    return render(make.mercury(), {"language": "en"})


@pytest.fixture(scope="module")
def iron_ore():
    return render(make.iron_ore(), {"language": "both"})


def part(html, start, end):
    """From a text to the next occurrence of another."""
    begin = html.index(start)
    return html[begin : html.index(end, begin)]


def rows_of(html, number=1):
    """The rows of a measurand's table of results, as lists of texts."""
    section = html[html.index(f'id="measurand-{number}"') :]
    table = section[section.index('<table class="results') :]
    body = table[table.index("<tbody>") : table.index("</tbody>")]
    return [re.split(r"<t[hd][^>]*>", row)[1:] for row in body.split("<tr")[1:]]


# --- structure -------------------------------------------------------------------------------


def test_pages_stand_in_the_order_of_the_contract(mercury):
    # scheme.md, section 4, report.html
    ids = [a["id"] for _, a in Page(mercury).elements if "id" in a]
    wanted = ["top", "method", "participants", "summary", "measurand-1", "findings", "provenance"]
    assert [name for name in ids if name in wanted] == wanted
    assert len(ids) == len(set(ids))


def test_it_is_accessible_in_its_structure(iron_ore):
    page = Page(iron_ore)
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert len(page.all("nav")) == 1
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in a for a in page.all("th"))
    assert all(a.get("aria-label") for a in page.classes("scroll"))
    targets = {a["id"] for _, a in page.elements if "id" in a}
    assert {a["href"][1:] for a in page.all("a")} <= targets


def test_it_needs_nothing_from_outside_and_no_script(iron_ore):
    page = Page(iron_ore)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "base", "form", "use", "image"}
    for _, attributes in page.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert not attributes.get("src", "data:").startswith("http")
        assert attributes.get("href", "#").startswith("#")
    style = iron_ore[iron_ore.index("<style>") : iron_ore.index("</style>")]
    assert "@import" not in style and "url(" not in style


def test_the_content_security_policy_allows_this_style_sheet_only(mercury):
    policy = next(a["content"] for a in Page(mercury).all("meta") if "http-equiv" in a)
    style = mercury[mercury.index("<style>") + 7 : mercury.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_same_evaluation_gives_the_same_bytes():
    first, second = (render(make.iron_ore(), {"language": "both"}) for _ in range(2))
    assert first == second


def test_importing_and_preparing_it_loads_no_plotting_library():
    code = (
        "import sys, ringtrial.report.pages.measurand, ringtrial.report.drawing, ringtrial.plots;"
        "print([m for m in ('vl_convert', 'altair', 'jinja2', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- languages -------------------------------------------------------------------------------


def test_one_language_has_no_word_of_the_other():
    english = render(make.mercury(), {"language": "en"})
    chinese = render(make.mercury(), {"language": "zh"})
    assert Page(english).all("input") == Page(chinese).all("input") == []
    en, zh = (messages.load(language, "report") for language in ("en", "zh"))
    for area, key in (("participants", "heading"), ("summary", "heading"), ("head", "attention")):
        assert en[area][key] in english and en[area][key] not in chinese
        assert zh[area][key] in chinese and zh[area][key] not in english
    assert 'lang="zh-CN"' in chinese.splitlines()[1]
    assert "配合饲料中总汞" in chinese and "配合饲料中总汞" not in english


def test_both_languages_stand_side_by_side_with_a_switch_without_script(iron_ore):
    page = Page(iron_ore)
    assert [a["id"] for a in page.all("input")] == ["language-en", "language-zh", "language-both"]
    assert {a["for"] for a in page.all("label")} == {a["id"] for a in page.all("input")}
    spans = [a["lang"] for a in page.all("span") if "lang" in a]
    assert spans.count("en") == spans.count("zh-CN") > 100


def test_a_missing_language_is_english():
    assert render(make.answers(), {"language": None}) == render(make.answers(), {"language": "en"})


# --- head ------------------------------------------------------------------------------------


def test_the_share_of_satisfactory_results_has_its_wilson_interval(mercury):
    # Wilson's formula as in methods/qualitative.md, with z = 1.959964
    count, n, z = 12, 21, 1.959963984540054
    p = count / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((p + z * z / (2 * n) + side * half) / (1 + z * z / n) for side in (-1, 1))
    assert f"<dd>{100 * p:.1f} <small>%</small></dd>" in mercury
    assert f"{100 * low:.1f} to {100 * high:.1f} %" in mercury


def test_warnings_are_what_needs_attention_and_notes_are_not():
    document = make.mercury()
    said = "total mercury: one thing."
    document["findings"] = [
        make.finding("multimodal", measurand="total mercury", text=said, text_zh="一件事。"),
        make.finding("multimodal", measurand="total mercury", text=said, text_zh="一件事。"),
        make.finding("footer", severity="info", text="A footer."),
    ]
    html = render(document, {"language": "en"})
    attention = html[html.index('id="attention"') : html.index('id="method"')]
    assert attention.count("One thing.") == 1 and "(2 times)" in attention
    assert "A footer." not in attention and "A footer." in html
    assert "Nothing needs attention" in render(make.mercury(), {"language": "en"})


def test_round_information_is_printed():
    document = make.iron_ore()
    document["round"] |= {
        "contact": "pt@example.org",
        "notes": "One.\n\nTwo <b>.",
        "notes_zh": "",
        "issued": "2026-04-01",
    }
    html = render(document, {"language": "zh"})
    for text in (
        "进出口矿产品检测实验室联盟",
        "2026-03-12",
        "2026-04-01",
        "pt@example.org",
        "Two &lt;b&gt;.",
    ):
        assert text in html


def test_a_logo_is_embedded(tmp_path):
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    (tmp_path / "logo").write_bytes(picture)
    html = render(make.answers(), {"language": "en", "logo": str(tmp_path / "logo")})
    assert f'src="data:image/png;base64,{base64.b64encode(picture).decode()}"' in html
    (tmp_path / "logo").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    assert 'src="data:image/svg+xml;base64,' in render(make.answers(), {"logo": str(tmp_path / "logo")})
    (tmp_path / "logo").write_text("GIF89a")
    with pytest.raises(UsageError, match="neither PNG nor SVG"):
        render(make.answers(), {"logo": str(tmp_path / "logo")})
    with pytest.raises(UsageError, match="cannot be read"):
        render(make.answers(), {"logo": str(tmp_path / "nothing")})


# --- numbers ---------------------------------------------------------------------------------
# What must come out is settled by scoring.md, "Numbers in files and reports".


@pytest.mark.parametrize(
    ("x", "decimals", "text"),
    [
        (0.125, 2, "0.12"),  # a tie of the exact binary value goes to even
        (0.375, 2, "0.38"),
        (2.675, 2, "2.67"),  # the double is below 2.675 (Python tutorial, "Floating-Point Arithmetic")
        (-0.001, 2, "0.00"),
        (-1.5, 1, "−1.5"),
        (1234.5, -2, "1234"),
        (1.5e12, -10, "1.50×10¹²"),
        (-1.026e-12, 14, "−1.03×10⁻¹²"),
        (math.nan, 2, "–"),
        (None, 2, "–"),
    ],
)
def test_numbers_are_rounded_from_their_exact_value(x, decimals, text):
    assert numbers.fixed(x, decimals) == text


@pytest.mark.parametrize(
    ("x", "limits", "text"),
    [
        (1.234, (2, 3), "1.23"),
        (2.004, (2, 3), "2.004"),  # questionable: must not look like the limit
        (2.0000004, (2, 3), "2.0000004"),
        (2.0, (2, 3), "2.00"),
        (2 + 4e-16, (2, 3), "2.00"),  # within the tolerance of the signal
        (1.996, (2, 3), "2.00"),  # satisfactory, as 2.00 is
        (2.997, (2, 3), "2.997"),  # questionable, and 3.00 would not be
        (-2.9951, (2, 3), "−2.995"),
        (3.004, (2, 3), "3.00"),
        (1.003, (1,), "1.003"),
        (0.999, (1,), "1.00"),
        (-0.004, (2, 3), "0.00"),
    ],
)
def test_scores_have_as_many_decimals_as_show_their_side_of_a_limit(x, limits, text):
    assert numbers.score(x, limits) == text


@pytest.mark.parametrize(
    ("uncertainty", "decimals"),
    [(0.0041, 4), (0.01, 3), (0.0996, 3), (1.5, 1), (150.0, -1), (0.0, None), (math.nan, None), (None, None)],
)
def test_digits_reach_the_second_significant_figure_of_the_uncertainty(uncertainty, decimals):
    assert numbers.decimals_of(uncertainty) == decimals


def test_columns_are_aligned_at_the_decimal_point():
    figure, point = "\u2007", "\u2008"
    column = numbers.aligned(["1", "0.25", "<0.5", "n/a"])
    assert column == [f"1{point}{figure * 2}", "0.25", f"<0.5{figure}", "n/a"]
    assert numbers.aligned(["12", "7"]) == ["12", "7"]


def test_the_scheme_may_set_the_digits():
    html = render(make.mercury(), {"language": "en", "digits": {"total mercury": 2}})
    assert "<strong>0.04 ± 0.01</strong>" in html


# --- one measurand ---------------------------------------------------------------------------


def test_every_result_has_its_row_with_its_scores(mercury):
    document = make.mercury()
    rows = {row[0].strip(): row for row in rows_of(mercury)}
    assert rows.keys() == set(document["laboratories"])
    # Laboratory L04 of IMEP-111: 0.013 ± 0.003 mg/kg, z = (0.013 − 0.044)/0.0066
    cells = [cell.strip(" \n\u2007\u2008") for cell in rows["L04"]]
    assert cells[1:6] == ["0.013", "0.003", "−0.0310", "−70.5", "−4.70"]
    assert "unsatisfactory" in cells[-1]


def test_rows_are_in_the_order_of_codes_or_of_results():
    document = make.simulated(12, 1)
    codes = [row[0].strip() for row in rows_of(render(document, {"order": "code"}))]
    assert codes == sorted(codes, key=natural)
    document = make.mercury()
    values = {row["laboratory"]: row["value"] for row in document["measurands"][0]["results"]}
    by_result = [values[row[0].strip()] for row in rows_of(render(document, {"order": "result"}))]
    assert by_result == sorted(by_result)


def test_codes_are_sorted_by_their_numbers():
    assert sorted(["Lab 10", "Lab 9", "lab", "10", "9b"], key=natural) == [
        "9b",
        "10",
        "Lab 9",
        "Lab 10",
        "lab",
    ]


def test_statistics_name_their_estimator_and_clause(mercury):
    section = mercury[
        mercury.index('class="statistics"') : mercury.index("</table>", mercury.index('class="statistics"'))
    ]
    for text in (
        "0.0440",
        "0.0041",
        "0.0082",
        "0.0066",
        "Algorithm A",
        "C.3.1",
        "C.2.1",
        "C.2.2",
        "C.2.3",
        "7.4",
        "8.1",
    ):
        assert text in section


def test_only_methods_that_were_used_are_described(mercury):
    method = mercury[mercury.index('id="method"') : mercury.index('id="participants"')]
    assert "Certified reference value" in method and "zeta score" in method
    assert "Robust mean of the participants" not in method and "z′ score" not in method
    consensus = render(make.simulated(20, 1), {"language": "en"})
    assert "Robust mean of the participants" in consensus and "zeta score" not in consensus


def test_a_measurand_without_scores_says_why():
    few = make.measurand("few", [make.result("A", 1.0), make.result("B", 2.0)])
    equal = make.measurand("equal", [make.result(f"L{i}", 5.0) for i in range(8)])
    nothing = make.measurand("nothing", [make.result("A"), make.result("B")])
    limits = [make.result(f"L{i}", 0.05, qualifier="<", reported="<0.05") for i in range(6)]
    html = render(make.document([few, equal, nothing, make.measurand("limits", limits)]), {"language": "en"})
    assert html.count("Not scored: too few results.") == 3
    assert html.count("Not scored: no spread.") == 1
    assert html.count("limit only") == 6
    assert "nan" not in re.sub(r"<[^>]*>", " ", html).lower().split()


def test_a_qualitative_measurand_shows_its_answers_and_no_numbers():
    html = render(make.answers(), {"language": "en"})
    section = html[html.index('id="measurand-1"') : html.index('id="findings"')]
    assert 'figure class="categories"' in section and 'class="histogram"' not in section
    assert "<title>未检出: 2</title>" in section and "<title>检出: 20</title>" in section
    assert "20 / 22" in section


def test_logarithms_are_drawn_and_printed_on_their_scale():
    rows = [
        make.result(f"L{i}", 10 ** (3 + 0.1 * i), reported=f"{10 ** (3 + 0.1 * i):.0f}") for i in range(9)
    ]
    document = make.document([make.measurand("coliforms", rows, unit="CFU/g")])
    entry = document["measurands"][0]
    logs = make.statistics([math.log10(row["value"]) for row in rows])
    entry |= logs | {"assigned_value": 10 ** logs["robust_mean"], "assigned_u": 0.1, "sigma_pt": 0.25}
    document["scheme"]["effective"] = {"coliforms": {"transform": "log10"}}
    html = render(document, {"language": "en"})
    assert "×÷ 1.58" in html  # 10^(2·0.1)
    assert "log₁₀(CFU/g)" in html


def test_many_laboratories_have_all_rows_and_thinned_pictures():
    document = make.simulated(600, 2)
    html = render(document, {"language": "en"})
    assert len(rows_of(html)) == len(rows_of(html, 2)) == 600
    n = sum(row["value"] == row["value"] for row in document["measurands"][0]["results"])
    assert f"{len(thinned(n))} of {n} results are drawn" in html
    ordered = html[
        html.index('figure class="ordered"') : html.index("</figure>", html.index('figure class="ordered"'))
    ]
    assert 300 <= ordered.count("<title>") <= 360
    assert 'figure class="heatmap"' not in html and "a map of single results would not be readable" in html


def test_thinning_keeps_both_ends():
    assert thinned(500) == list(range(500))
    kept = thinned(5000)
    assert len(kept) < 360 and kept[:25] == list(range(25)) and kept[-25:] == list(range(4975, 5000))


# --- pictures --------------------------------------------------------------------------------


def test_a_picture_says_code_and_value_of_each_result(mercury):
    assert "<title>L04: 0.013 mg/kg, z = −4.70</title>" in mercury


def test_pictures_hold_known_elements_only(iron_ore):
    allowed = {"g", "line", "path", "rect", "text", "tspan", "title"}
    for picture in re.findall(r"<svg.*?</svg>", iron_ore, re.DOTALL):
        assert set(re.findall(r"<([a-z]+)", picture)) <= allowed | {"svg"}
        assert "font-family" not in picture and " id=" not in picture


def test_an_extreme_result_is_an_arrow_and_the_caption_says_so():
    html = render(make.simulated(30, 1, outlier=True), {"language": "en"})
    assert "drawn as arrows at its edge: L0001 100.000 mg/kg" in html
    assert "Bars with an arrow head go on: L0001" in html
    labels = re.findall(r"<text[^>]*>([0-9.]+)</text>", part(html, 'figure class="ordered"', "</figure>"))
    assert labels == ["8.5", "9.0", "9.5", "10.0", "10.5", "11.0", "100"]  # the axis, and the arrow's value


def test_the_heat_map_has_a_cell_for_every_result(iron_ore):
    figure = iron_ore[iron_ore.index('figure class="heatmap"') :]
    figure = figure[: figure.index("</figure>")]
    assert figure.count("<title>") == 35 * 7
    hidden = render(make.iron_ore(), {"heatmap": False})
    assert 'figure class="heatmap"' not in hidden


def test_the_density_can_be_left_out():
    assert "kernel density, bandwidth" in render(make.mercury(), {"density": True})
    assert "kernel density, bandwidth" not in render(make.mercury(), {"density": False})


def test_bins_follow_the_stated_rule():
    # Freedman–Diaconis: 2·0.5/1000^(1/3) = 0.1; Sturges: 4/(1 + log2 1000) = 0.36; the narrower is 0.1
    values = [i * 0.004 for i in range(1001)][:1000]
    assert bin_width(values, 0.5) == pytest.approx(0.1)
    # the quartiles of two groups are far apart: Sturges, 10/(1 + log2 8) = 2.5
    assert bin_width([0, 0, 0, 0, 10, 10, 10, 10], 10) == pytest.approx(2.5)
    assert bin_width([5.0, 5.0], 0) == pytest.approx(0.1)
    assert bin_width([], 0) == 1


def test_results_on_the_grid_of_their_rounding_fall_into_the_middle_of_bins():
    values = [0.1 * i for i in range(1, 31)]
    bins = count_bins(values, 0.1)
    assert [row["count"] for row in bins] == [1] * 30
    assert sum(row["count"] for row in count_bins(values, 0.7)) == 30


# --- what comes from outside -----------------------------------------------------------------


def test_texts_from_the_files_are_escaped_everywhere():
    rows = [
        make.result(f"{HOSTILE}{i}", 10 + 0.1 * i, reported=HOSTILE, method=HOSTILE, unit=HOSTILE)
        for i in range(9)
    ]
    found = [
        make.finding(HOSTILE, measurand=HOSTILE, laboratory=HOSTILE, text=HOSTILE, cell=HOSTILE, file=HOSTILE)
    ]
    document = make.document(
        [
            make.measurand(HOSTILE, rows, unit=HOSTILE),
            make.qualitative(HOSTILE, [(f"{HOSTILE}0", HOSTILE)], HOSTILE),
        ],
        title=HOSTILE,
        findings=found,
        effective={HOSTILE: {"name": HOSTILE, "name_zh": HOSTILE, "exclude": [f"{HOSTILE}1"]}},
        organiser=HOSTILE,
        notes=HOSTILE,
    )
    document["inputs"][0] |= {"name": HOSTILE, "columns": {"value": HOSTILE}}
    document["scheme"]["name"] = HOSTILE
    html = render(document, {"language": "both"})
    assert "<script" not in html
    assert {tag for tag, _ in Page(html).elements}.isdisjoint({"script"})


@pytest.mark.parametrize(
    "code", ["nul\x00\x07", "\ud800lone", "\uffff", "🧪 \u202eevil", "a\nb", "x" * 4000, "‮﷽"]
)
def test_no_text_breaks_a_picture(code):
    rows = [make.result(f"{code}{i}", 10 + 0.1 * i) for i in range(8)]
    html = render(make.document([make.measurand("x", rows)]), {"language": "en"})
    assert html.count("<svg viewBox") > 3


def test_names_are_printed_only_if_the_scheme_says_so():
    names = {code: f"Institute of {code}" for code in make.mercury()["laboratories"]}
    assert "Institute of" not in render(make.mercury(), {"names": False}, names)
    assert render(make.mercury(), {"names": True}, names).count("Institute of L04") == 2
    assert "Institute of" not in render(make.mercury(), {"names": True})


def test_more_than_500_findings_are_cut_and_it_says_so():
    document = make.mercury()
    document["findings"] = [make.finding("footer", severity="info", text=f"Number {i}.") for i in range(600)]
    html = render(document, {"language": "en"})
    assert "Number 499." in html and "Number 500." not in html
    assert "The first 500 of 600" in html and "evaluation.json" in html


def test_provenance_gives_hashes_versions_and_the_effective_scheme():
    document = make.iron_ore()
    document["scheme"]["effective"] = {
        entry["measurand"]: {"assigned": "algorithm_a", "sigma_pt": 0.1 * i, "exclude": [], "unit": None}
        for i, entry in enumerate(document["measurands"], 1)
    }
    html = render(document, {"language": "en"})
    page = html[html.index('id="provenance"') :]
    for text in (
        "ringtrial 0.1.0",
        "0123abc",
        "GNU 12.2",
        "AVX2",
        "ab" * 32,
        "cd" * 32,
        "81\u202f234",
        "utf-8",
    ):
        assert text in page
    assert page.count("algorithm_a") == 1 and page.count("<code>sigma_pt</code>") == 7
    assert "exclude" not in page and "None" not in page


def test_the_document_is_left_as_it_was():
    document = make.mercury()
    before = copy.deepcopy(document)
    render(document, {"language": "both"})
    assert repr(document) == repr(before)


# --- documents of the evaluation itself ------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "scheme"),
    [
        ("mercury-imep111.csv", "mercury-imep111.toml"),
        ("oyster-arsenic.csv", "oyster-arsenic.toml"),
        ("cosmetics.csv", "cosmetics.toml"),
        ("solid-waste.csv", "solid-waste.toml"),
        ("ceramics.csv", None),
        ("lead-wine-k30.csv", {"strata": "method", "outliers": "grubbs", "u_stability": 0.01}),
        ("coliforms.csv", {"transform": "ln", "gross_error_percent": 50}),
        ("creosote.csv", {"expert_laboratories": ["1", "2", "3"], "score_experts": True}),
        ("atrazine.csv", {"delta_e": 0.1, "verdict": "percent_allowance"}),
    ],
)
def test_it_takes_what_the_evaluation_gives(results, scheme):
    if isinstance(scheme, dict):
        scheme = {"measurand": {"*": scheme}}
    elif scheme:
        scheme = make.ROUNDS / scheme
    document = rt.evaluate(make.ROUNDS / results, scheme).to_dict()
    html = render(document, {"language": "both"})
    assert html.count('class="results') == len(document["measurands"])
    assert len(rows_of(html)) == len(document["measurands"][0]["results"])


def test_a_document_read_from_its_file_gives_the_same_report():
    document = make.iron_ore()

    def nulls(value):
        if isinstance(value, dict):
            return {key: nulls(part) for key, part in value.items()}
        if isinstance(value, list):
            return [nulls(part) for part in value]
        return None if value != value else value

    read = json.loads(json.dumps(nulls(document), allow_nan=False))
    assert render(read, {"language": "zh"}) == render(document, {"language": "zh"})
