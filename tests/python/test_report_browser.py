"""The report in a browser: no script, no request, a phone's width, paper, both languages."""

import random
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
import report_documents as make
from playwright.sync_api import sync_playwright

import ringtrial as rt
from ringtrial.report import render

CHROMIUM = "/usr/bin/chromium"
EXAMPLES = Path(__file__).parents[2] / "examples" / "rounds"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def long_names():
    """Codes, names, units and methods that are far too long, in two writing systems."""
    rows = [
        make.result(
            f"Laboratory-with-a-code-that-does-not-break-{i}",
            10 + i,
            unit="µg/kg",
            reported=f"{1000 * (10 + i)}",
            method="微波消解电感耦合等离子体质谱法 " * 3,
            expanded_u=1.0,
            k=2.0,
        )
        for i in range(12)
    ]
    name = "Polychlorinated-dibenzo-p-dioxins-and-dibenzofurans 多氯代二苯并二噁英和多氯代二苯并呋喃总量"
    return make.document([make.measurand(name, rows), make.qualitative(name, [("A", name), ("B", "x")], "x")])


def everything():
    """Checks of items, groups, a competition, outlier tests and all kinds of words, with long names."""
    rng = random.Random(3)
    long = "Inductively-coupled-plasma-mass-spectrometry-after-microwave-digestion"
    rows = ["lab,item,test,result,method"]
    for i in range(16):
        code, method = f"L{i:02d}", long if i % 2 else "XRF 能量色散"
        rows += [f"{code},S1,{name},{rng.gauss(10, 1):.2f},{method}" for name in ("Pb", "Cd", "As")]
        rows += [f"{code},{item},drug,{rng.choice('++++-')},{method}" for item in ("S1", "S2")]
        rows += [f"{code},S1,strip,{rng.choice(['none', 'trace', 'trace'])},{method}"]
        rows += [f"{code},S1,HS,{rng.choice(['2620190000', '2620190000', '7902000000'])},{method}"]
    items = "item,result\n" + "".join(f"bottle {i},{9 + 0.3 * i + r}\n" for i in range(9) for r in (0, 0.1))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "r.csv").write_text("\n".join(rows), encoding="utf-8")
        (Path(folder) / "items.csv").write_text(items, encoding="utf-8")
        checked = {"homogeneity_file": f"{folder}/items.csv", "sigma_pt": 1.0, "outliers": "grubbs"}
        words = {
            "drug": {"kind": "nominal", "assigned_category": "+"},
            "HS": {"kind": "code", "required": 0.5},
        }
        words["strip"] = {"kind": "ordinal", "levels": ["none", "trace", "strong"], "required": 0.5}
        table = {"*": {"strata": "method"}, "Pb": checked} | words
        evaluation = rt.evaluate(
            Path(folder) / "r.csv", {"measurand": table, "competition": {"strata": "method"}}
        )
        return evaluation.to_dict()


ROUNDS = {
    "mercury": (make.mercury, "both"),
    "iron ore": (make.iron_ore, "zh"),
    "answers": (make.answers, "en"),
    "hundred": (lambda: make.simulated(100, 2, outlier=True), "en"),
    "long names": (long_names, "both"),
    "everything": (everything, "both"),
}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=ROUNDS)
def report(request, tmp_path_factory):
    """Path of a report."""
    made, language = ROUNDS[request.param]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(made(), {"language": language}), encoding="utf-8")
    return path


def opened(browser, path, **options):
    """A page without script, and what it complains of or asks for."""
    page = browser.new_page(java_script_enabled=False, **options)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: complaints.append(request.url) if request.url != path.as_uri() else None
    )
    page.goto(path.as_uri())
    return page, complaints


def text_of_pdf(pdf, *options):
    return subprocess.run(
        ["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()


def test_it_asks_for_nothing_and_complains_of_nothing(browser, report):
    page, complaints = opened(browser, report, viewport=DESKTOP)
    page.mouse.wheel(0, 20000)
    assert complaints == []
    page.close()


@pytest.mark.parametrize(
    "viewport", [PHONE, {"width": 320, "height": 600}, DESKTOP], ids=["390", "320", "1280"]
)
def test_nothing_makes_the_page_scroll_sideways(browser, report, viewport):
    page, _ = opened(browser, report, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.close()


def test_every_picture_is_drawn_without_script(browser, report):
    page, _ = opened(browser, report, viewport=DESKTOP)
    pictures = page.locator("figure svg")
    assert pictures.count() == report.read_text(encoding="utf-8").count("<svg viewBox")
    for i in range(pictures.count()):
        pictures.nth(i).scroll_into_view_if_needed()
        box = pictures.nth(i).bounding_box()
        assert box["width"] > 100 and box["height"] > 10
        assert box["x"] >= 0 and box["x"] + box["width"] <= DESKTOP["width"]
    page.close()


def test_text_of_pictures_stays_within_them(browser, report):
    page, _ = opened(browser, report, viewport=DESKTOP)
    beyond = page.evaluate(
        """[...document.querySelectorAll('figure svg')].flatMap(svg => {
             svg.scrollIntoView();
             const frame = svg.getBoundingClientRect();
             return [...svg.querySelectorAll('text')].filter(text => {
               const box = text.getBoundingClientRect();
               return box.left < frame.left - 2 || box.right > frame.right + 2
                   || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
             }).map(text => text.textContent)})"""
    )
    assert beyond == []
    page.close()


def test_the_language_switch_needs_no_script(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(render(make.mercury(), {"language": "both"}), encoding="utf-8")
    page, _ = opened(browser, path, viewport=DESKTOP)
    english, chinese = (page.locator("#summary h2 span").nth(i) for i in (0, 1))
    assert english.is_visible() and not chinese.is_visible()
    page.locator("label[for=language-zh]").click()
    assert chinese.is_visible() and not english.is_visible()
    assert page.locator("h1").inner_text() == "配合饲料中总汞"
    page.locator("label[for=language-both]").click()
    assert english.is_visible() and chinese.is_visible()
    page.locator("#language-both").press("ArrowLeft")  # by keyboard
    assert chinese.is_visible() and not english.is_visible()
    page.close()


def test_it_prints_on_a4_with_nothing_cut_off(browser, report, tmp_path):
    page, _ = opened(browser, report)
    pdf = tmp_path / "report.pdf"
    page.pdf(path=str(pdf), prefer_css_page_size=True)
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in said
    text = text_of_pdf(pdf)
    html = report.read_text(encoding="utf-8")
    if '<html lang="zh-CN">' in html:
        for word in ("能力验证结果报告", "稳健标准差", "指定值"):
            assert word in text
    for code in ("L04", "CC035", "C007", "L0100"):
        assert bool(re.search(rf"\b{code}\b", text)) == (f">{code}<" in html or f">{code}\n" in html)
    page.close()


def beyond_the_paper(page):
    """Right edges beyond the margin of a page as wide as what is printed on, 178 mm."""
    page.emulate_media(media="print")
    return page.evaluate(
        "[...document.querySelectorAll('table, svg')].map(e => Math.round(e.getBoundingClientRect().right))"
        ".filter(right => right > 675)"
    )


def test_columns_of_numbers_fit_on_paper(browser, report, tmp_path):
    """Nothing of a table stands beyond the right margin of the paper (16 mm of 210)."""
    page, _ = opened(browser, report, viewport={"width": 673, "height": 950})  # 178 mm at 96 dpi
    assert beyond_the_paper(page) == []
    page.close()


def test_a_large_round_opens_and_scrolls(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(render(make.simulated(2000, 5), {"language": "en"}), encoding="utf-8")
    page, complaints = opened(browser, path, viewport=DESKTOP)
    page.locator("#measurand-5").scroll_into_view_if_needed()
    assert page.locator("#measurand-5 h2").is_visible()
    table = page.locator("#measurand-5 table.results")
    assert not table.is_visible()
    page.locator("#measurand-5 summary").click()
    assert table.is_visible()
    assert table.locator("tbody tr").count() == 2000
    assert complaints == []
    page.close()


# --- reports of studies -----------------------------------------------------------------------


STUDIES = {
    "precision": ("glucose-e691.csv", {}, "en"),
    "homogeneity": ("arsenic-chocolate-homogeneity.csv", {"sigma_pt": 0.03}, "zh"),
    "youden": ("allergen-pair.csv", {}, "both"),
    "rank": ("iron-ore-long.tsv", {}, "zh"),
    "consensus": ("lead-wine-k30.csv", {"draws": 100}, "both"),
    "qualitative": ("solid-waste.csv", {}, "both"),
}


@pytest.fixture(scope="module", params=STUDIES)
def study_report(request, tmp_path_factory):
    """Path of the report of a study of an example."""
    name, options, language = STUDIES[request.param]
    study = rt.studies.run(request.param, EXAMPLES / name, **options)
    folder = tmp_path_factory.mktemp("study") / "out"
    return study.write(folder, formats=["html"], language=language) / "report.html"


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 600}], ids=["390", "320"])
def test_a_study_fits_a_phone(browser, study_report, viewport):
    page, complaints = opened(browser, study_report, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    small = page.evaluate(
        """[...document.querySelectorAll('figure svg')].map(svg =>
             svg.getBoundingClientRect().width / svg.viewBox.baseVal.width).filter(scale => scale < 0.55)"""
    )
    assert small == []  # labels of 11 pixels are 6 there at least
    captions = page.evaluate(
        """[...document.querySelectorAll('caption .caption')].filter(caption => caption.offsetParent)
             .map(caption => caption.getBoundingClientRect().width)"""
    )
    assert max(captions) <= viewport["width"]
    assert complaints == []
    page.close()


def test_a_study_fits_paper(browser, study_report):
    page, _ = opened(browser, study_report, viewport={"width": 673, "height": 950})
    assert beyond_the_paper(page) == []
    page.close()


def test_a_heading_of_a_table_is_never_alone_at_the_end_of_a_page(browser, tmp_path):
    rows = [f"L{i:02d},S{k},{'yes' if (i + k) % 7 else 'no'}" for i in range(22) for k in range(4)]
    (tmp_path / "words.csv").write_text("lab,sample,result\n" + "\n".join(rows), encoding="utf-8")
    folder = rt.studies.run("qualitative", tmp_path / "words.csv").write(tmp_path / "out", formats=["html"])
    page, _ = opened(browser, folder / "report.html")
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    pages = text_of_pdf(tmp_path / "report.pdf", "-layout").split("\f")
    (over,) = (text for text in pages if "Laboratories over all items" in text)
    assert re.search(r"\bL00\b.*\bL01\b.*\bL02\b", over.partition("Laboratories over all items")[2], re.S)
    page.close()
