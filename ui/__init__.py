"""The web interface: with app.py the only code that imports streamlit."""
