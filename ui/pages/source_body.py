"""A page of a source in its format's own form: a printed page's image, an HTML excerpt, a worksheet's grid, running text."""

from __future__ import annotations

import streamlit as st

from ingest.layouts import MarkupLayout, PageLayout, SheetLayout
from research.errors import CannotReadError
from ui.pages.boundary import show_error
from ui.pages.desk import Desk
from ui.render.crops import Crop, plan_crop
from ui.render.escaping import escape_html
from ui.render.markup_view import markup_html
from ui.render.page_image import Light, Sheet, draw_crop, draw_page, lights_of
from ui.render.sheet_view import sheet_html
from ui.render.source_view import SourceView, excerpt_html
from ui.render.text_view import text_html


def show_body(desk: Desk, view: SourceView, *, whole: bool) -> None:
    """Show the page: cropped to what is cited, or whole. What cannot be drawn is said in one line, and the text stays."""
    if view.is_printed:
        _image(desk, view, whole=whole)
        st.html(f'<h3 class="rd-h3">Text of the page</h3>{excerpt_html(view)}')
        return
    layout = _layout(desk, view)
    shown = excerpt_html(view) if layout is None else _laid_out(layout, view, whole=whole)
    st.html(f'<section class="rd-source-body" data-testid="source-body" aria-label="{escape_html(view.alt)}">{shown}</section>')


def _image(desk: Desk, view: SourceView, *, whole: bool) -> None:
    crop = plan_crop(view.page, view.text, view.lit) if view.lit else None
    lights = tuple(_lights(view, crop))
    sheet = Sheet(view.page.width, view.page.height)
    number = view.page.number
    try:
        if whole or crop is None:
            png = desk.page_drawing(view.document, number, lights, lambda png: draw_page(png, sheet, lights))
        else:
            png = desk.page_drawing(view.document, number, (lights, crop), lambda png: draw_crop(png, sheet, lights, crop))
    except CannotReadError as error:
        show_error(error)
        return
    st.image(png, width="stretch", output_format="PNG", alt=view.alt if whole or crop is None else f"{view.alt} (the cited lines)")


def _lights(view: SourceView, crop: Crop | None) -> list[Light]:
    return lights_of(view.lit, view.others, crop.heads if crop else ())


def _layout(desk: Desk, view: SourceView) -> PageLayout | None:
    """Return the page's layout; one that cannot be made is said in a line, and None returned."""
    try:
        with st.spinner("Reading the original …"):
            return desk.page_layout(view.document, view.page.number, view.text)
    except CannotReadError as error:
        show_error(error)
        return None


def _laid_out(layout: PageLayout, view: SourceView, *, whole: bool) -> str:
    if isinstance(layout, MarkupLayout):
        return markup_html(layout, view.text, view.page.start, view.lights, whole=whole)
    if isinstance(layout, SheetLayout):
        return sheet_html(layout, view.lights, whole=whole)
    return text_html(layout, view.text, view.page.start, view.lights, whole=whole)
