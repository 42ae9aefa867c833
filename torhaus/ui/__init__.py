"""Components (Jinja2 macros), CSS, JS, icons, formats, list and fragment tools. Knows no domain word."""
