"""The author's report: a certificate as a page with its picture."""

from harness.problem.certificate import Certificate
from harness.reports.certificate import headline, remarks, sections
from harness.reports.html.margins import margins
from harness.reports.html.render import render


def render_certificate_page(stem: str, title: str, certificate: Certificate) -> str:
    """Return the page; it needs no network and no script."""
    return render(
        "certificate.html.j2",
        sheet="certificate.css",
        stem=stem,
        problem=title,
        headline=headline(stem, certificate).partition(": ")[2],
        certified=certificate.status == "certified",
        picture=margins(certificate),
        sections=tuple(sections(certificate)),
        remarks=remarks(certificate),
    )
