"""Streamlit pages: widgets only; what they show comes from `ui.render`."""
