"""The rows of the scale bench as a Markdown table and as a plot (SVG)."""

from math import log10

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 380, 70, 50, 30, 170
COLOURS = {1.0: "#0b5a6b", 0.1: "#b5651d", 0.01: "#6a4c93", 0.001: "#2d7d46"}
LARGEST_MS = 1000.0


def table(rows):
    """Return one line for each measurement and share."""
    lines = [
        "| | chunks | stored a second (processor) | disk, MiB | memory, MiB | reopening, s | filter | chunks in it "
        "| vectors p50 / p95, ms | pages p50 / p95, ms | recall@10 |",
        "|---|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|",
    ]
    for row in rows:
        for place, (share, found) in enumerate(row["shares"].items()):
            whole = [row["who"], f"{row['chunks']:,}", f"{row['stored_per_second']:,} ({row['stored_per_processor_second']:,})"]
            whole += [f"{row['disk_mib']:,}", f"{row['memory_mib']:,}", str(row["reopening_seconds"] or "")]
            cells = [*(whole if place == 0 else [""] * len(whole)), "none" if share == 1 else f"{share:.1%}", f"{found['chunks']:,}"]
            cells += [milliseconds(found["vectors"]), milliseconds(found["pages"]), f"{found['recall']:.3f}"]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def milliseconds(found):
    """Return "p50 / p95" of processor time."""
    return f"{found['processor'][0]:g} / {found['processor'][1]:g}" if found else ""


def plot(rows):
    """Return the medians of dense search over the library's size, both on logarithmic scales, one line for each filter."""
    ours = [row for row in rows if row["who"].startswith("desk")]
    sizes = [row["chunks"] for row in ours]
    low, high = log10(min(sizes)), log10(max(sizes)) if len(set(sizes)) > 1 else log10(max(sizes)) + 1

    def x(chunks):
        return LEFT + (log10(chunks) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(ms):
        return HEIGHT - BOTTOM - log10(min(max(ms, 0.1), LARGEST_MS) / 0.1) / 4 * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" fill="#20282d">Dense search: median processor milliseconds a question, by chunks in the library</text>',
    ]
    for ms in (0.1, 1, 10, 100, 1000):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(ms):.1f}" y2="{y(ms):.1f}" stroke="#dcdcd5"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(ms) + 4:.1f}" text-anchor="end" fill="#5c666d">{ms:g}</text>')
    for chunks in dict.fromkeys(sizes):
        parts.append(f'<text x="{x(chunks):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#5c666d">{chunks:,}</text>')
    for place, (share, colour) in enumerate(COLOURS.items()):
        points = [(x(row["chunks"]), y(row["shares"][share]["vectors"]["processor"][0])) for row in ours if share in row["shares"]]
        if not points:
            continue
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>'
        )
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in points]
        words = "no filter" if share == 1 else f"filtered to {share:.1%}"
        parts.append(f'<text x="{WIDTH - RIGHT + 14}" y="{TOP + 20 + 20 * place}" fill="{colour}">{words}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
