"""What people see: the command line and the Streamlit pages; both show what pure `render` functions make."""
