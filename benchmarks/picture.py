"""The picture of docs/performance.md: a bar for each way to judge, on a logarithmic axis. One file, light and dark."""

import math
from collections.abc import Sequence
from html import escape

WIDTH, LEFT, RIGHT, ROW, TOP = 760, 290, 90, 34, 44
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f } .grid { stroke: #d0d7de } .bar { fill: #8c959f }
.ours { fill: #1f6feb } .faint { fill: #57606a }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .grid { stroke: #30363d } .bar { fill: #6e7681 }
.ours { fill: #58a6ff } .faint { fill: #9198a1 } }
"""


def shown(value: float) -> str:
    """Write a number in three digits, and thousands in full."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def bars(rows: Sequence[tuple[str, float, bool]]) -> str:
    """Draw rows of (name, milliseconds, ours) in their order."""
    low = math.floor(math.log10(min(value for _, value, _ in rows)) - 0.2)
    high = math.ceil(math.log10(max(value for _, value, _ in rows)))
    height = TOP + ROW * len(rows) + 16

    def x(value: float) -> float:
        return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>Milliseconds for one submission, on a logarithmic axis</title>",
        f"<style>{STYLE}</style>",
    ]
    for power in range(low, high + 1):
        at = x(10.0**power)
        parts.append(f'<line class="grid" x1="{at:.1f}" y1="{TOP - 12}" x2="{at:.1f}" y2="{height - 12}"/>')
        parts.append(
            f'<text class="faint" x="{at:.1f}" y="{TOP - 20}" text-anchor="middle">{10.0**power:g} ms</text>'
        )
    for number, (name, value, ours) in enumerate(rows):
        y = TOP + ROW * number
        kind = "bar ours" if ours else "bar"
        parts.append(f'<text x="{LEFT - 10}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        parts.append(
            f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{x(value) - LEFT:.1f}" height="20" rx="2"/>'
        )
        parts.append(f'<text x="{x(value) + 6:.1f}" y="{y + 15}">{shown(value)}</text>')
    return "\n".join((*parts, "</svg>", ""))
