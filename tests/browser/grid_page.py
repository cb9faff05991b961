"""The grid's page alone, for the browser: `streamlit run tests/browser/grid_page.py`."""

import streamlit as st

from ui.page import open_desk
from ui.pages import grid
from ui.pages.boundary import page_boundary

st.set_page_config(page_title="Research Desk", layout="wide", initial_sidebar_state="collapsed")
with page_boundary():
    grid.show(open_desk())
