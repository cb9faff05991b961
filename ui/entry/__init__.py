"""What Streamlit is started with. It stands apart from `ui.pages`: Streamlit takes a folder `pages` beside its script for pages."""
