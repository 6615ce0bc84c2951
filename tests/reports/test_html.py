"""Pages: self-contained, safe to open, readable by anyone."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

import harness.reports.html as html_room
from harness.reports.grid import index_row
from harness.reports.html import ProblemPage, render_index, render_page
from harness.reports.html.heatmap import LEVELS, heat_map, level
from tests.reports import samples
from tests.reports.pages import REACHES, read_page

PROBLEM = ProblemPage(
    stem=samples.STEM,
    title="Train VAE End-to-End",
    statement="Minimise $\\frac{1}{N} \\lVert \\hat{x} - x \\rVert^2$.\n\n$$\n\\begin{aligned} a &= b \\end{aligned}\n$$\n",
    hints=("Start with $\\partial L / \\partial \\hat{x}$.",),
    difficulty="medium",
    topics=("vae", "elbo"),
)
HOSTILE_PROBLEM = ProblemPage(
    stem=samples.HOSTILE,
    title=samples.HOSTILE,
    statement=f"{samples.HOSTILE}\n\n$\\text{{{samples.HOSTILE}}}$ [x](javascript:alert(1)) ![x](https://x.test/x.png)",
    hints=(samples.HOSTILE,),
    difficulty=samples.HOSTILE,
    topics=(samples.HOSTILE,),
)


def overview(verdicts, skipped=()):
    """An index whose rows link to pages."""
    rows = [index_row(verdict, href=f"page-{i}.html") for i, verdict in enumerate(verdicts)]
    return render_index(rows, samples.summary(verdicts, skipped))


def mixed():
    """A class with two problems, a judge error and a submission whose student is unknown."""
    verdicts = samples.school()
    more = [verdict.model_copy(update={"problem": "softmax_jacobian"}) for verdict in verdicts[:4]]
    return [*verdicts, *more, verdicts[0].model_copy(update={"student": None, "path": "lone.py"})]


PAGES = {
    **{
        name: (lambda make=make: render_page(make(), PROBLEM, index="index.html"))
        for name, make in samples.ALL.items()
    },
    "without_problem": lambda: render_page(samples.accepted()),
    "hostile": lambda: render_page(samples.hostile(), HOSTILE_PROBLEM),
    "leaky": lambda: render_page(samples.leaky(), PROBLEM),
    "index": lambda: overview(mixed(), [("notes.txt", "no problem is called notes")]),
    "index_of_one_problem": lambda: overview(samples.school()),
    "index_of_nothing": lambda: overview([]),
    "index_of_hostility": lambda: overview([samples.hostile()], [(samples.HOSTILE, samples.HOSTILE)]),
}


@pytest.fixture(params=PAGES.values(), ids=PAGES, name="html")
def _html(request):
    """Every page there is."""
    return request.param()


def scrubbed(html):
    """A page without its style sheet, which changes without the page changing."""
    html = re.sub(r"<style>.*?</style>", "<style></style>", html, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']+'", "'sha256-'", html)


@pytest.mark.parametrize("name", [*samples.ALL, "index", "index_of_one_problem"])
def test_a_page_is_as_agreed(name, snapshot):
    """The whole markup of each page."""
    assert scrubbed(PAGES[name]()) == snapshot


def test_tags_are_balanced_and_ids_are_one_of_a_kind(html):
    """A page is well-formed, and every anchor within it leads somewhere."""
    page = read_page(html)
    assert page.faults == []
    assert len(set(page.ids)) == len(page.ids)
    for target in page.values("href"):
        if target.startswith("#"):
            assert target[1:] in page.ids
    for names in page.values("aria-labelledby"):
        assert set(names.split()) <= set(page.ids)


def test_nothing_is_fetched_and_nothing_runs(html):
    """No script, no style from elsewhere, no picture, no form: a page reaches nothing outside itself."""
    page = read_page(html)
    allowed = {"html", "head", "meta", "title", "style", "body"}
    assert not set(page.tags) & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "video",
        "audio",
    }
    assert allowed <= set(page.tags)
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name != "style", "a style attribute would be refused by the page's own policy"
        if name in REACHES:
            assert tag == "a"
            # Within the page, to a page beside it, or what a statement cites: followed only by hand.
            assert re.fullmatch(r"#[\w-]+|[\w.-]+\.html|https://\S+", value), value
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_the_policy_allows_this_style_sheet_and_nothing_else(html):
    """The content security policy names the hash of exactly the style sheet on the page."""
    page = read_page(html)
    policy = next(
        value for tag, name, value in page.attributes if tag == "meta" and "default-src" in (value or "")
    )
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_nothing_hostile_is_on_a_page(html):
    """No control character, override or surrogate, and no tag that a submission wrote."""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    assert "<script" not in html.lower()
    html.encode("utf-8")


def test_templates_do_not_run_a_submissions_text():
    """Braces of a template language in a submission stay braces."""
    assert "{{7*7}}" in PAGES["hostile"]()


def test_tables_have_captions_and_scopes(html):
    """Every table of numbers says what it is, and every header cell what it heads."""
    page = read_page(html)
    assert page.tags.count("table") == page.tags.count("caption") or "math" in page.tags
    headers = page.tags.count("th")
    assert headers == len([value for tag, name, value in page.attributes if (tag, name) == ("th", "scope")])


def test_a_page_can_be_used_with_a_keyboard(html):
    """There is a way past the header, one main region, and what scrolls can be focused."""
    page = read_page(html)
    assert page.tags.count("main") == 1
    assert page.tags.count("h1") == 1
    assert page.values("href")[0] == "#main"
    scrolls = [
        value for tag, name, value in page.attributes if name == "class" and value in {"scroll", "source"}
    ]
    focusable = [value for tag, name, value in page.attributes if name == "tabindex" and value == "0"]
    assert len(focusable) >= len(scrolls)
    assert ":focus-visible" in page.style


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("accepted", "Accepted, 100 %: s01, train_vae_end_to_end"),
        ("wrong_with_diagnosis", "Wrong answer, 25 %: s02, train_vae_end_to_end"),
        ("judge_error", "No verdict, no score: s07, train_vae_end_to_end"),
    ],
)
def test_the_title_carries_verdict_and_score(name, title):
    """Twenty open tabs can be told apart."""
    assert f"<title>{title}</title>" in PAGES[name]()


def test_a_verdict_is_a_word_and_a_shape(html):
    """Wherever colour tells a verdict, a shape stands beside it and is hidden from a screen reader."""
    for mark in re.findall(r'<span class="shape[^"]*"[^>]*>', html):
        assert 'aria-hidden="true"' in mark


def test_a_finding_links_to_its_line_and_back():
    """From the list to the place in the source, and from there to what to do."""
    page = read_page(PAGES["rule_violation"]())
    assert {"#L6", "#L7", "#F1", "#F2"} <= set(page.values("href"))
    html = PAGES["rule_violation"]()
    assert "<mark>loss.backward()</mark>" in html
    assert "<mark>getattr(torch, &#34;auto&#34; + &#34;grad&#34;).grad</mark>" in html


def test_hidden_numbers_are_dropped():
    """A faulty judge cannot publish a hidden case through a page."""
    html = scrubbed(PAGES["leaky"]())
    assert "0.12" not in html
    assert "0.65" not in html
    assert "[41" not in html
    assert "<svg" not in html


def test_shown_cases_have_pictures_and_hidden_ones_do_not():
    """A rejected view of a shown case has a map with a title, a description and its numbers."""
    html = PAGES["wrong_with_diagnosis"]()
    assert html.count('<svg role="img"') == 2
    assert html.count('<table class="dense">') == 2
    assert "A map of 5 by 3 cells" in html
    assert 'id="case-4"' not in html


def test_a_judge_error_enters_no_average():
    """It counts under its own name; the average is over what was judged."""
    html = overview([samples.accepted(), samples.judge_error()])
    assert "average score 100 %" in html
    assert "no verdict" in html
    assert "average score" not in overview([samples.judge_error()])


def test_students_are_sorted_as_people_count():
    """s2 comes before s10."""
    html = overview([samples.verdict(name) for name in ("s10", "s2", "s1")])
    order = re.findall(r'<th scope="row">(s\d+)</th>', html)
    assert order == ["s1", "s2", "s10"]


def test_a_level_is_a_decade():
    """The colour scale is logarithmic in error over tolerance and has an open end."""
    assert [level(ratio * 1e-4, 1e-4) for ratio in (0, 0.9, 1, 1.1, 9.9, 99, 999, 9999, 1e9)] == [
        0, 0, 0, 1, 1, 2, 3, 4, LEVELS - 1,
    ]  # fmt: skip
    assert [level(value, None) for value in (0.0, 1.0)] == [0, LEVELS - 1]


@pytest.mark.parametrize("grid", [(), ((),), ((0.0,),), ((1e300, 0.0),), ((1e-300,), (2.0,))])
def test_a_map_of_any_size_can_be_drawn(grid):
    """Empty, single, huge and tiny maps are drawn or left out, never a crash."""
    heat = heat_map("w", grid, 1e-4)
    assert (heat is None) == (not any(grid))


def test_templates_are_shipped():
    """Templates and style sheet are files of the package, under the patterns that pyproject.toml ships."""
    folder = Path(html_room.__file__).parent / "templates"
    assert {path.suffix for path in folder.iterdir()} <= {".j2", ".css"}


def test_a_page_is_of_moderate_size():
    """A page with the largest map there is stays small enough to mail."""
    assert len(PAGES["wrong_with_diagnosis"]()) < 100_000
